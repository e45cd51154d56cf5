import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { noChanges, type Changes } from '../changes/changes';
import { createRecorder } from '../events/recorder';
import { foldPerson, newPerson } from '../people/fold-person';
import { assignPeople, identitiesOf, type Assigned } from '../people/identify';
import type { PersonDocument } from '../people/person.model';
import type { PersonStore } from '../people/person.store';
import type { ProductStore } from '../products/product.store';
import { DEFAULT_RULES } from '../products/rules';
import type { Arrival, Settled } from './arrival';
import { changedOfLead, changedOfPerson } from './changed-fields';
import { flagged, flaggedUnlessConfigured, foldLead, newLead } from './fold-lead';
import type { LeadDocument } from './lead.model';
import type { LeadStore } from './lead.store';

export interface SettleDeps {
  people: PersonStore;
  leads: LeadStore;
  products: ProductStore;
  clock: Clock;
  newId: () => string;
}

export type Settle = ReturnType<typeof createSettle>;

/** A document that changes while the batch is worked through, and is written once at its end. */
interface Draft<Document> {
  document: Document;
  isNew: boolean;
}

const drafts = <Document>(documents: readonly Document[], keyOf: (document: Document) => string) =>
  new Map(documents.map((document): [string, Draft<Document>] => [keyOf(document), { document, isNew: false }]));

const leadKey = ({ product_id, person_id }: Pick<LeadDocument, 'product_id' | 'person_id'>) =>
  `${product_id}|${person_id}`;

/**
 * Settles who the arriving people are and which leads they become, in memory and in order; answers one for one,
 * together with the changes to save in the same transaction. However many arrivals a lead has, it is written once.
 */
export function createSettle({ people, leads, products, clock, newId }: SettleDeps) {
  const read = async (session: Session, company: string, arrivals: readonly Arrival[]) => {
    const owners = await people.owners(session, company, arrivals.flatMap(identitiesOf));
    const assigned = assignPeople(arrivals, owners, newId);
    const personIds = [...new Set(assigned.map(({ personId }) => personId))];
    const productIds = [...new Set(arrivals.map(({ product_id }) => product_id))];
    return {
      assigned,
      personOf: drafts(await people.findMany(company, personIds, session), ({ _id }) => _id),
      leadOf: drafts(await leads.ofPeople(session, company, productIds, personIds), leadKey),
      configured: await products.findMany(session, company, productIds),
    };
  };

  return async (session: Session, company: string, actor: string, arrivals: readonly Arrival[]) => {
    const now = clock.now();
    const { assigned, personOf, leadOf, configured } = await read(session, company, arrivals);
    const changes = noChanges();
    const recorder = createRecorder({ company, actor, now, newId, changes });

    const settlePerson = ({ record, personId, newIdentities }: Assigned<Arrival>) => {
      const fresh = () => ({ document: newPerson(personId, company, record.at, now), isNew: true });
      const draft = personOf.get(personId) ?? fresh();
      const before = draft.document;
      draft.document = foldPerson(before, record.person, record.at, now);
      personOf.set(personId, draft);
      for (const identity of newIdentities)
        changes.identities.push({ _id: newId(), company_id: company, person_id: personId, ...identity });
      return { person: draft, changed: changedOfPerson(before, draft.document) };
    };

    const settleLead = ({ record, personId, conflict }: Assigned<Arrival>, changedPerson: readonly string[]) => {
      const { product_id, source, crm_user_id } = record;
      const key = leadKey({ product_id, person_id: personId });
      const known = leadOf.get(key);
      const begin = { id: newId(), company, productId: product_id, personId, source, now };
      const draft = known ?? { document: newLead(begin), isNew: true };
      leadOf.set(key, draft);
      const rules = configured.get(product_id);
      let lead = foldLead(
        { ...draft.document, crm_user_id: crm_user_id ?? draft.document.crm_user_id },
        record.lead,
        now,
      );
      lead = flaggedUnlessConfigured(lead, rules !== undefined);
      if (conflict) lead = flagged(lead, 'identity_conflict');
      const changed = known ? [...changedOfLead(known.document, lead), ...changedPerson] : [];
      if (!known) recorder.created(lead);
      else if (changed.length > 0) recorder.updated(lead, changed);
      else if (!record.event) lead = known.document;
      draft.document = record.event ? recorder.record(lead, record.event, rules ?? DEFAULT_RULES) : lead;
      return { draft, created: !known };
    };

    const settled = assigned.map((arrival) => {
      const { person, changed } = settlePerson(arrival);
      return { person, ...settleLead(arrival, changed) };
    });
    recorder.tellScores([...leadOf.values()].map(({ document }) => document));
    collect(changes, personOf, leadOf);
    const results = settled.map(({ person, draft, created }): Settled => ({
      lead: draft.document,
      person: person.document,
      created,
    }));
    return { results, changes };
  };
}

function collect(
  changes: Changes,
  people: Map<string, Draft<PersonDocument>>,
  leads: Map<string, Draft<LeadDocument>>,
) {
  for (const { document, isNew } of people.values()) (isNew ? changes.newPeople : changes.people).push(document);
  for (const { document, isNew } of leads.values()) (isNew ? changes.newLeads : changes.leads).push(document);
}
