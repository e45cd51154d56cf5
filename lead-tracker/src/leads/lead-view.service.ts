import type { Lead } from '@lead-nurturing/contracts/leads/lead';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { PersonDocument } from '../people/person.model';
import type { PersonStore } from '../people/person.store';
import { toPoints } from '../scores/score';
import type { EventStore } from './event.store';
import type { LeadDocument } from './lead.model';

/** A lead as the API shows it, with its person and what its events add up to. */
export type ViewLead = (lead: LeadDocument, session?: Session | null) => Promise<Lead>;

/** Leads of one company as the API shows them, in the order given. Three queries, however many leads there are. */
export type ViewLeads = (company: string, leads: readonly LeadDocument[], session?: Session | null) => Promise<Lead[]>;

const WEEKS = 4;
const WINDOW_MS = WEEKS * 7 * 24 * 3_600_000;

function toLead(
  lead: LeadDocument,
  { name, email, phone, preferred_channel, demographics, timezone, locale }: PersonDocument,
  usage: Pick<Lead['product_context'], 'login_frequency' | 'feature_usage'>,
): Lead {
  return {
    id: lead._id,
    person_id: lead.person_id,
    product_id: lead.product_id,
    crm_user_id: lead.crm_user_id,
    organization_id: lead.organization_id,
    source: lead.source,
    stage: lead.stage,
    engagement_score: toPoints(lead.score_hundredths),
    name,
    contact_info: { email, phone, preferred_channel },
    demographics,
    product_context: { ...usage, trial_status: lead.trial_status },
    tags: lead.tags,
    lead_status: lead.lead_status,
    temperature: lead.temperature,
    timezone,
    locale,
    review_flags: lead.review_flags,
    version: lead.version,
    last_login_at: lead.last_login_at?.toISOString() ?? null,
    created_at: lead.created_at.toISOString(),
    updated_at: lead.updated_at.toISOString(),
  };
}

interface ViewDeps {
  people: Pick<PersonStore, 'findMany'>;
  events: Pick<EventStore, 'countLogins' | 'features'>;
  clock: Clock;
}

export function createViews({ people, events, clock }: ViewDeps) {
  const viewLeads: ViewLeads = async (company, leads, session = null) => {
    const ids = leads.map(({ _id }) => _id);
    const personIds = leads.map(({ person_id }) => person_id);
    const since = new Date(clock.now().getTime() - WINDOW_MS);
    // One after the other: a session takes one operation at a time.
    const found = await people.findMany(company, personIds, session);
    const logins = await events.countLogins(company, ids, since, session);
    const features = await events.features(company, ids, session);
    const personOf = new Map(found.map((person) => [person._id, person]));
    return leads.map((lead) => {
      const person = personOf.get(lead.person_id);
      if (!person) throw new Error('a lead has no person');
      const login_frequency = (logins.get(lead._id) ?? 0) / WEEKS;
      return toLead(lead, person, { login_frequency, feature_usage: features.get(lead._id) ?? [] });
    });
  };
  const viewLead: ViewLead = async (lead, session = null) => {
    const [view] = await viewLeads(lead.company_id, [lead], session);
    if (!view) throw new Error('a lead has no view');
    return view;
  };
  return { viewLead, viewLeads };
}
