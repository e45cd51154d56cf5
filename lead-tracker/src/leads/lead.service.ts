import {
  LeadSaved,
  type CreateLead,
  type Lead,
  type LeadQuery,
  type UpdateLead,
} from '@lead-nurturing/contracts/leads/lead';
import type { Score } from '@lead-nurturing/contracts/leads/score';
import { AppError, NotFoundError } from '@lead-nurturing/service-kit/errors';
import type { Caller } from '@lead-nurturing/service-kit/http/route';
import type { Idempotent } from '@lead-nurturing/service-kit/mongo/idempotency';
import type { InTransaction, Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { combine, type Commit } from '@lead-nurturing/service-kit/unit-of-work';
import { changedFieldsOfPerson, identitiesAdded, identitiesOf, identityKey, mergePerson } from '../people/person';
import type { PersonDocument } from '../people/person.model';
import type { PersonStore } from '../people/person.store';
import { toPoints } from '../scores/score';
import type { ScoreStore } from '../scores/score.store';
import { changedFieldsOfLead, leadUpdated, mergeLead, type LeadDocuments, type LeadWork } from './lead';
import type { LeadDocument } from './lead.model';
import type { LeadStore } from './lead.store';
import type { ViewLead, ViewLeads } from './lead-view.service';
import type { LeadUpsert } from './upsert-leads';
import type { UpsertLeads } from './upsert-leads.service';

export type Leads = ReturnType<typeof createLeadService>;

interface LeadsDeps {
  leads: LeadStore;
  people: PersonStore;
  scores: Pick<ScoreStore, 'latest'>;
  upsertLeads: UpsertLeads;
  commit: Commit<LeadDocuments>;
  viewLead: ViewLead;
  viewLeads: ViewLeads;
  inTransaction: InTransaction;
  idempotent: Idempotent;
  clock: Clock;
  newId: () => string;
}

const ENTRIES_SHOWN = 20;

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

/** Who is saved for which product. */
const subjectOf = (lead: CreateLead): string =>
  JSON.stringify([lead.product_id, ...identitiesOf({ ...lead, person: lead }).map(identityKey)]);

export function createLeadService(deps: LeadsDeps) {
  const { leads, people, scores, upsertLeads, commit, viewLead, viewLeads, inTransaction, idempotent, clock, newId } =
    deps;

  const find = async (company: string, id: string, session: Session | null = null) => {
    const lead = await leads.find(company, id, session);
    if (!lead) throw new NotFoundError('lead', id);
    return lead;
  };

  const upsertOne = async (session: Session, { company, actor }: Caller, lead: CreateLead): Promise<LeadSaved> => {
    const [upserted] = await upsertLeads(session, company, actor, [toLeadUpsert(lead, clock.now())]);
    if (!upserted) throw new Error('a record has no lead');
    return { result: upserted.created ? 'created' : 'updated', lead: await viewLead(upserted.lead, session) };
  };

  /** The identities that an update adds. An identity of another person is refused: an update never merges people. */
  const newIdentities = async (session: Session, lead: LeadDocument, person: PersonDocument, fields: UpdateLead) => {
    const { company_id, _id: person_id, email } = person;
    const wanted = identitiesAdded(lead.source, fields, (email ?? lead.crm_user_id) !== null);
    const owners = await people.owners(session, company_id, wanted);
    if ([...owners.values()].some((owner) => owner !== person_id))
      throw new AppError(409, 'IDENTITY_TAKEN', 'This e-mail address or phone number belongs to another person.');
    return wanted
      .filter((identity) => !owners.has(identityKey(identity)))
      .map((identity) => ({ _id: newId(), company_id, person_id, ...identity }));
  };

  return {
    /** Creates the lead, or merges the record into the lead that this person already is for this product. */
    save: (caller: Caller, lead: CreateLead): Promise<LeadSaved> => {
      const work = (session: Session) => upsertOne(session, caller, lead);
      const { idempotency_key: key } = lead;
      if (!key) return inTransaction(work);
      const { company } = caller;
      return idempotent({ company, operation: 'lead.save', key, subject: subjectOf(lead), result: LeadSaved }, work);
    },
    get: async (company: string, id: string): Promise<Lead> => viewLead(await find(company, id)),
    list: async (company: string, { cursor, page_size }: LeadQuery) => {
      const found = await leads.list(company, { cursor, limit: page_size + 1 });
      const page = found.slice(0, page_size);
      return {
        items: await viewLeads(company, page),
        next_cursor: found.length > page_size ? (page.at(-1)?._id ?? null) : null,
      };
    },
    score: async (company: string, id: string): Promise<Score> => {
      const { score_hundredths } = await find(company, id);
      const entries = await scores.latest(company, id, ENTRIES_SHOWN);
      const latest_entries = entries.map(({ hundredths, reason, event_id, at }) => ({
        points: toPoints(hundredths),
        reason,
        event_id,
        at: at.toISOString(),
      }));
      return { lead_id: id, engagement_score: toPoints(score_hundredths), latest_entries };
    },
    /** An update that changes nothing writes nothing: the lead keeps its version. */
    update: ({ company, actor }: Caller, id: string, fields: UpdateLead): Promise<Lead> =>
      inTransaction(async (session) => {
        const now = clock.now();
        const lead = await find(company, id, session);
        const person = await people.get(company, lead.person_id, session);
        const identities = await newIdentities(session, lead, person, fields);
        const personAfter = mergePerson(person, fields, now, now);
        const after = { ...mergeLead(lead, fields, now), tags: fields.tags ?? lead.tags };
        const changed = [...changedFieldsOfLead(lead, after), ...changedFieldsOfPerson(person, personAfter)];
        if (changed.length === 0 && identities.length === 0) return viewLead(lead, session);
        const documents: LeadWork = {
          changes: {
            people: { replaced: [personAfter] },
            identities: { inserted: identities },
            leads: { replaced: [after] },
          },
        };
        await commit(session, company, combine([documents, leadUpdated({ company, actor, now, newId }, id, changed)]));
        return viewLead(after, session);
      }),
  };
}
