import { LeadSaved, type CreateLead, type Lead, type UpdateLead } from '@lead-nurturing/contracts/lead';
import { AppError, NotFoundError } from '@lead-nurturing/service-kit/errors';
import type { Caller } from '@lead-nurturing/service-kit/http/route';
import type { Once } from '@lead-nurturing/service-kit/mongo/idempotency';
import type { InTransaction, Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { noChanges } from '../changes/changes';
import type { SaveChanges } from '../changes/changes.store';
import { createRecorder } from '../events/recorder';
import { foldPerson } from '../people/fold-person';
import { identitiesAdded, identityKey } from '../people/identify';
import type { PersonDocument } from '../people/person.model';
import type { PersonStore } from '../people/person.store';
import type { Arrival } from './arrival';
import { changedOfLead, changedOfPerson } from './changed-fields';
import { foldLead } from './fold-lead';
import type { LeadDocument } from './lead.model';
import type { LeadStore } from './lead.store';
import type { ViewLead } from './view-lead.service';
import type { Settle } from './settle.service';

export type Leads = ReturnType<typeof createLeads>;

interface LeadsDeps {
  leads: LeadStore;
  people: PersonStore;
  settle: Settle;
  saveChanges: SaveChanges;
  viewLead: ViewLead;
  inTransaction: InTransaction;
  once: Once;
  clock: Clock;
  newId: () => string;
}

const toArrival = (lead: CreateLead, at: Date): Arrival => {
  const { source, crm_user_id, product_id, name, contact_info, demographics, timezone, locale } = lead;
  const { organization_id, trial_status, tags, lead_status, temperature } = lead;
  return {
    source,
    crm_user_id,
    product_id,
    at,
    person: { name, contact_info, demographics, timezone, locale },
    lead: { organization_id, trial_status, tags, lead_status, temperature },
  };
};

export function createLeads(deps: LeadsDeps) {
  const { leads, people, settle, saveChanges, viewLead, inTransaction, once, clock, newId } = deps;

  const settleOne = async (session: Session, { company, actor }: Caller, lead: CreateLead): Promise<LeadSaved> => {
    const { results, changes } = await settle(session, company, actor, [toArrival(lead, clock.now())]);
    await saveChanges(session, company, changes);
    const [settled] = results;
    if (!settled) throw new Error('an arrival was not settled');
    return { result: settled.created ? 'created' : 'updated', lead: await viewLead(settled.lead, session) };
  };

  /** Identities a changed contact adds; one that is somebody else's is refused, merging people is no side effect. */
  const newIdentities = async (session: Session, lead: LeadDocument, person: PersonDocument, fields: UpdateLead) => {
    const { company_id, _id: person_id, email } = person;
    const told = identitiesAdded(lead.source, fields, (email ?? lead.crm_user_id) !== null);
    const owners = await people.owners(session, company_id, told);
    if ([...owners.values()].some((owner) => owner !== person_id))
      throw new AppError(409, 'IDENTITY_TAKEN', 'This e-mail address or phone belongs to another person.');
    return told
      .filter((identity) => !owners.has(identityKey(identity)))
      .map((identity) => ({ _id: newId(), company_id, person_id, ...identity }));
  };

  return {
    /** Creates the lead, or merges into the one this person is for this product. */
    save: (caller: Caller, lead: CreateLead): Promise<LeadSaved> => {
      const work = (session: Session) => settleOne(session, caller, lead);
      const { idempotency_key: key } = lead;
      if (!key) return inTransaction(work);
      return once({ company: caller.company, operation: 'lead.save', key, result: LeadSaved }, work);
    },
    get: async (company: string, id: string): Promise<Lead> => {
      const lead = await leads.find(company, id);
      if (!lead) throw new NotFoundError('lead', id);
      return viewLead(lead);
    },
    /** Told what it knows already, nothing is written. */
    update: ({ company, actor }: Caller, id: string, fields: UpdateLead): Promise<Lead> =>
      inTransaction(async (session) => {
        const now = clock.now();
        const lead = await leads.find(company, id, session);
        if (!lead) throw new NotFoundError('lead', id);
        const person = await people.get(company, lead.person_id, session);
        const changes = noChanges();
        changes.identities = await newIdentities(session, lead, person, fields);
        const personAfter = foldPerson(person, fields, now, now);
        const after = { ...foldLead(lead, fields, now), tags: fields.tags ?? lead.tags };
        const changed = [...changedOfLead(lead, after), ...changedOfPerson(person, personAfter)];
        if (changed.length === 0 && changes.identities.length === 0) return viewLead(lead, session);
        changes.people.push(personAfter);
        changes.leads.push(after);
        createRecorder({ company, actor, now, newId, changes }).updated(after, changed);
        await saveChanges(session, company, changes);
        return viewLead(after, session);
      }),
  };
}
