import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { emptyUnitOfWork, type UnitOfWork } from '../unit-of-work/unit-of-work';
import { createRecorder } from '../events/recorder';
import { mergePerson, newPerson } from '../people/merge-person';
import { assignPeople, identitiesOf, type Assigned } from '../people/identify';
import type { PersonDocument } from '../people/person.model';
import type { PersonStore } from '../people/person.store';
import type { ProductStore } from '../products/product.store';
import { DEFAULT_RULES } from '../products/rules';
import type { LeadUpsert, UpsertedLead } from './lead-upsert';
import { changedOfLead, changedOfPerson } from './changed-fields';
import { flagged, flaggedUnlessConfigured, mergeLead, newLead } from './merge-lead';
import type { LeadDocument } from './lead.model';
import type { LeadStore } from './lead.store';

export interface UpsertLeadsDeps {
  people: PersonStore;
  leads: LeadStore;
  products: ProductStore;
  clock: Clock;
  newId: () => string;
}

export type UpsertLeads = ReturnType<typeof createUpsertLeads>;

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
export function createUpsertLeads({ people, leads, products, clock, newId }: UpsertLeadsDeps) {
  const read = async (session: Session, company: string, upserts: readonly LeadUpsert[]) => {
    const owners = await people.owners(session, company, upserts.flatMap(identitiesOf));
    const assigned = assignPeople(upserts, owners, newId);
    const personIds = [...new Set(assigned.map(({ personId }) => personId))];
    const productIds = [...new Set(upserts.map(({ product_id }) => product_id))];
    return {
      assigned,
      personOf: drafts(await people.findMany(company, personIds, session), ({ _id }) => _id),
      leadOf: drafts(await leads.ofPeople(session, company, productIds, personIds), leadKey),
      configured: await products.findMany(session, company, productIds),
    };
  };

  return async (session: Session, company: string, actor: string, upserts: readonly LeadUpsert[]) => {
    const now = clock.now();
    const { assigned, personOf, leadOf, configured } = await read(session, company, upserts);
    const unitOfWork = emptyUnitOfWork();
    const recorder = createRecorder({ company, actor, now, newId, unitOfWork });

    const upsertPerson = ({ record, personId, newIdentities }: Assigned<LeadUpsert>) => {
      const fresh = () => ({ document: newPerson(personId, company, record.at, now), isNew: true });
      const draft = personOf.get(personId) ?? fresh();
      const before = draft.document;
      draft.document = mergePerson(before, record.person, record.at, now);
      personOf.set(personId, draft);
      for (const identity of newIdentities)
        unitOfWork.identities.push({ _id: newId(), company_id: company, person_id: personId, ...identity });
      return { person: draft, changed: changedOfPerson(before, draft.document) };
    };

    const upsertLead = ({ record, personId, conflict }: Assigned<LeadUpsert>, changedPerson: readonly string[]) => {
      const { product_id, source, crm_user_id } = record;
      const key = leadKey({ product_id, person_id: personId });
      const known = leadOf.get(key);
      const begin = { id: newId(), company, productId: product_id, personId, source, now };
      const draft = known ?? { document: newLead(begin), isNew: true };
      leadOf.set(key, draft);
      const rules = configured.get(product_id);
      let lead = mergeLead(
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

    const upserted = assigned.map((upsert) => {
      const { person, changed } = upsertPerson(upsert);
      return { person, ...upsertLead(upsert, changed) };
    });
    recorder.publishScores([...leadOf.values()].map(({ document }) => document));
    collect(unitOfWork, personOf, leadOf);
    const results = upserted.map(({ person, draft, created }): UpsertedLead => ({
      lead: draft.document,
      person: person.document,
      created,
    }));
    return { results, unitOfWork };
  };
}

function collect(
  unitOfWork: UnitOfWork,
  people: Map<string, Draft<PersonDocument>>,
  leads: Map<string, Draft<LeadDocument>>,
) {
  for (const { document, isNew } of people.values()) (isNew ? unitOfWork.newPeople : unitOfWork.people).push(document);
  for (const { document, isNew } of leads.values()) (isNew ? unitOfWork.newLeads : unitOfWork.leads).push(document);
}
