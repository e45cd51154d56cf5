import {
  LeadSaved,
  type CreateLead,
  type Lead,
  type LeadQuery,
  type UpdateLead,
} from '@lead-nurturing/contracts/leads/lead';
import { AppError, NotFoundError } from '@lead-nurturing/service-kit/errors';
import type { Caller } from '@lead-nurturing/service-kit/http/route';
import type { Idempotent } from '@lead-nurturing/service-kit/mongo/idempotency';
import type { InTransaction, Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { emptyUnitOfWork } from '../unit-of-work/unit-of-work';
import type { Commit } from '../unit-of-work/commit.store';
import { createRecorder } from '../events/recorder';
import { mergePerson } from '../people/merge-person';
import { identitiesAdded, identityKey } from '../people/identify';
import type { PersonDocument } from '../people/person.model';
import type { PersonStore } from '../people/person.store';
import type { LeadUpsert } from './lead-upsert';
import { changedOfLead, changedOfPerson } from './changed-fields';
import { mergeLead } from './merge-lead';
import type { LeadDocument } from './lead.model';
import type { LeadStore } from './lead.store';
import type { ViewLead, ViewLeads } from './view-lead.service';
import type { UpsertLeads } from './upsert-leads.service';

export type Leads = ReturnType<typeof createLeads>;

interface LeadsDeps {
  leads: LeadStore;
  people: PersonStore;
  upsertLeads: UpsertLeads;
  commit: Commit;
  viewLead: ViewLead;
  viewLeads: ViewLeads;
  inTransaction: InTransaction;
  idempotent: Idempotent;
  clock: Clock;
  newId: () => string;
}

const toLeadUpsert = (lead: CreateLead, at: Date): LeadUpsert => {
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
  const { leads, people, upsertLeads, commit, viewLead, viewLeads, inTransaction, idempotent, clock, newId } = deps;

  const upsertOne = async (session: Session, { company, actor }: Caller, lead: CreateLead): Promise<LeadSaved> => {
    const { results, unitOfWork } = await upsertLeads(session, company, actor, [toLeadUpsert(lead, clock.now())]);
    await commit(session, company, unitOfWork);
    const [upserted] = results;
    if (!upserted) throw new Error('an arrival was not settled');
    return { result: upserted.created ? 'created' : 'updated', lead: await viewLead(upserted.lead, session) };
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
      const work = (session: Session) => upsertOne(session, caller, lead);
      const { idempotency_key: key } = lead;
      if (!key) return inTransaction(work);
      return idempotent({ company: caller.company, operation: 'lead.save', key, result: LeadSaved }, work);
    },
    get: async (company: string, id: string): Promise<Lead> => {
      const lead = await leads.find(company, id);
      if (!lead) throw new NotFoundError('lead', id);
      return viewLead(lead);
    },
    list: async (company: string, { cursor, page_size }: LeadQuery) => {
      const found = await leads.list(company, { cursor, limit: page_size + 1 });
      const page = found.slice(0, page_size);
      return {
        items: await viewLeads(company, page),
        next_cursor: found.length > page_size ? (page.at(-1)?._id ?? null) : null,
      };
    },
    /** Told what it knows already, nothing is written. */
    update: ({ company, actor }: Caller, id: string, fields: UpdateLead): Promise<Lead> =>
      inTransaction(async (session) => {
        const now = clock.now();
        const lead = await leads.find(company, id, session);
        if (!lead) throw new NotFoundError('lead', id);
        const person = await people.get(company, lead.person_id, session);
        const unitOfWork = emptyUnitOfWork();
        unitOfWork.identities = await newIdentities(session, lead, person, fields);
        const personAfter = mergePerson(person, fields, now, now);
        const after = { ...mergeLead(lead, fields, now), tags: fields.tags ?? lead.tags };
        const changed = [...changedOfLead(lead, after), ...changedOfPerson(person, personAfter)];
        if (changed.length === 0 && unitOfWork.identities.length === 0) return viewLead(lead, session);
        unitOfWork.people.push(personAfter);
        unitOfWork.leads.push(after);
        createRecorder({ company, actor, now, newId, unitOfWork }).updated(after, changed);
        await commit(session, company, unitOfWork);
        return viewLead(after, session);
      }),
  };
}
