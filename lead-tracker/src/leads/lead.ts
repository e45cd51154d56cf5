import { isDeepStrictEqual } from 'node:util';
import type { UpdateLead } from '@lead-nurturing/contracts/leads/lead';
import type { EventType } from '@lead-nurturing/contracts/leads/event';
import type { NewDomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import type { UnitOfWork } from '@lead-nurturing/service-kit/unit-of-work';
import type { AuditDocument } from '../audit/audit.model';
import type { IdentityDocument, PersonDocument } from '../people/person.model';
import type { Rules } from '../products/rules';
import { hundredthsFor, toPoints } from '../scores/score';
import type { LedgerDocument } from '../scores/score.model';
import type { EventDocument } from './event.model';
import type { LeadDocument } from './lead.model';

/** The documents that a change of leads may write, by collection. */
export interface LeadDocuments {
  people: PersonDocument;
  identities: IdentityDocument;
  leads: LeadDocument;
  events: EventDocument;
  ledger: LedgerDocument;
  audit: AuditDocument;
}
export type LeadWork = UnitOfWork<LeadDocuments>;

/** Who changes leads of which company, and when. */
export interface Change {
  company: string;
  /** The label of the API key. */
  actor: string;
  now: Date;
  newId: () => string;
}

// ── The lead's own fields ──────────────────────────────────────────────────────────────────────────────────────────

export type LeadFields = Pick<UpdateLead, 'organization_id' | 'trial_status' | 'tags' | 'lead_status' | 'temperature'>;

export const newLead = (
  { company, now, newId }: Change,
  { product_id, person_id, source }: Pick<LeadDocument, 'product_id' | 'person_id' | 'source'>,
): LeadDocument => ({
  _id: newId(),
  company_id: company,
  product_id,
  person_id,
  source,
  crm_user_id: null,
  organization_id: null,
  stage: 'User',
  score_hundredths: 0,
  trial_status: null,
  tags: [],
  lead_status: null,
  temperature: null,
  review_flags: [],
  version: 0,
  last_login_at: null,
  rolled_back_at: null,
  score_hundredths_at_rollback: null,
  engaged_at: null,
  converted_at: null,
  created_at: now,
  updated_at: now,
});

/** The lead after a record of it: fields of the record replace those of the lead, tags are added. */
export const mergeLead = (lead: LeadDocument, fields: LeadFields, now: Date): LeadDocument => ({
  ...lead,
  organization_id: fields.organization_id ?? lead.organization_id,
  trial_status: fields.trial_status ?? lead.trial_status,
  lead_status: fields.lead_status ?? lead.lead_status,
  temperature: fields.temperature ?? lead.temperature,
  tags: [...new Set([...lead.tags, ...(fields.tags ?? [])])],
  version: lead.version + 1,
  updated_at: now,
});

export const flagged = (lead: LeadDocument, flag: string): LeadDocument =>
  lead.review_flags.includes(flag) ? lead : { ...lead, review_flags: [...lead.review_flags, flag] };

const unflagged = (lead: LeadDocument, flag: string): LeadDocument =>
  lead.review_flags.includes(flag) ? { ...lead, review_flags: lead.review_flags.filter((one) => one !== flag) } : lead;

/** The lead is flagged for review as long as its product is not configured. */
export const flaggedUnlessConfigured = (lead: LeadDocument, isConfigured: boolean): LeadDocument =>
  (isConfigured ? unflagged : flagged)(lead, 'product_not_configured');

/** The fields that callers send, as opposed to those that are computed. */
const FIELDS = [
  'crm_user_id',
  'organization_id',
  'trial_status',
  'lead_status',
  'temperature',
  'tags',
  'review_flags',
] as const;

export const changedFieldsOfLead = (before: LeadDocument, after: LeadDocument): string[] =>
  FIELDS.filter((field) => !isDeepStrictEqual(before[field], after[field]));

// ── What an event changes ──────────────────────────────────────────────────────────────────────────────────────────

export type NewEvent = Pick<EventDocument, 'event_type' | 'channel' | 'timestamp' | 'metadata' | 'idempotency_key'>;

/** Clocks differ between systems: an event up to a day ahead is accepted. */
const AHEAD_MS = 24 * 3_600_000;

/** Why an event cannot have happened at this time; undefined when it can. */
export function whyImplausible(timestamp: Date, now: Date): string | undefined {
  // Also excludes the year 0000 with an offset, which ISO 8601 cannot express in UTC.
  if (timestamp.getTime() < 0) return 'lies before 1970';
  return timestamp.getTime() > now.getTime() + AHEAD_MS ? 'lies in the future' : undefined;
}

/** What a person does with a message, as opposed to reports of its delivery. */
const ENGAGEMENTS: readonly EventType[] = ['email_open', 'email_click', 'whatsapp_reply', 'chatbot_interaction'];

function isConversion({ event_type, metadata }: NewEvent, goals: readonly string[]): boolean {
  if (goals.includes(event_type)) return true;
  return (event_type === 'conversion' || event_type === 'custom') && goals.includes(metadata.name ?? '');
}

const earlier = (a: Date | null, b: Date): Date => (a && a < b ? a : b);
const later = (a: Date | null, b: Date): Date => (a && a > b ? a : b);

type Evidence = Pick<LeadDocument, 'score_hundredths_at_rollback' | 'engaged_at' | 'converted_at'>;

/** The lead's evidence after an event. An event from before the last rollback is no evidence for a stage. */
function evidenceAfter(lead: LeadDocument, event: NewEvent, hundredths: number, rules: Rules): Partial<Evidence> {
  const { event_type: type, timestamp } = event;
  if (lead.rolled_back_at && timestamp <= lead.rolled_back_at)
    return { score_hundredths_at_rollback: (lead.score_hundredths_at_rollback ?? 0) + hundredths };
  return {
    ...(ENGAGEMENTS.includes(type) && { engaged_at: earlier(lead.engaged_at, timestamp) }),
    ...(isConversion(event, rules.conversion_goals) && { converted_at: earlier(lead.converted_at, timestamp) }),
  };
}

/** Records an event of a lead: the event, its ledger entry, its audit entry, and the lead after it (not in the work). */
export function recordEvent({ company, actor, now, newId }: Change, lead: LeadDocument, event: NewEvent, rules: Rules) {
  const { event_type, timestamp } = event;
  const hundredths = hundredthsFor(event_type, rules.scoring_rules);
  const [event_id, shared] = [newId(), { company_id: company, lead_id: lead._id }];
  const recorded: EventDocument = { _id: event_id, ...shared, ...event, score_hundredths: hundredths, created_at: now };
  const details = { event_id, event_type, points: toPoints(hundredths) };
  const after: LeadDocument = {
    ...lead,
    score_hundredths: lead.score_hundredths + hundredths,
    ...(event_type === 'login' && { last_login_at: later(lead.last_login_at, timestamp) }),
    ...evidenceAfter(lead, event, hundredths, rules),
  };
  const work: LeadWork = {
    changes: {
      events: { inserted: [recorded] },
      ledger: {
        inserted:
          hundredths === 0 ? [] : [{ _id: newId(), ...shared, hundredths, reason: event_type, event_id, at: now }],
      },
      audit: { inserted: [{ _id: newId(), ...shared, action: 'event.recorded', actor, at: now, details }] },
    },
  };
  return { lead: after, event: recorded, work };
}

/** One `lead.scored` for each lead that the recorded events are about, with its score after all of them. */
export function scoresPublished(
  leads: readonly LeadDocument[],
  recorded: readonly EventDocument[],
  now: Date,
): LeadWork {
  const eventsOf = Map.groupBy(recorded, ({ lead_id }) => lead_id);
  const domainEvents = leads.flatMap(({ _id: lead_id, product_id, stage, score_hundredths, version }) => {
    const theirs = eventsOf.get(lead_id);
    if (!theirs) return [];
    const engagement_score = toPoints(score_hundredths);
    const score_change = toPoints(theirs.reduce((sum, event) => sum + event.score_hundredths, 0));
    const event_types = [...new Set(theirs.map(({ event_type }) => event_type))];
    const data = { lead_id, product_id, stage, engagement_score, score_change, event_types };
    return [
      { type: 'lead.scored', occurred_at: now, subject: lead_id, lead_seq: version, data } satisfies NewDomainEvent,
    ];
  });
  return { domainEvents };
}

// ── Audit and domain events of a lead that is created or updated ───────────────────────────────────────────────────

export function leadCreated({ company, actor, now, newId }: Change, lead: LeadDocument): LeadWork {
  const { _id: lead_id, person_id, product_id, stage, source, version: lead_seq } = lead;
  const details = { product_id, source };
  const data = { lead_id, person_id, product_id, stage, source };
  return {
    changes: {
      audit: {
        inserted: [{ _id: newId(), company_id: company, lead_id, action: 'lead.created', actor, at: now, details }],
      },
    },
    domainEvents: [{ type: 'lead.created', occurred_at: now, subject: lead_id, lead_seq, data }],
  };
}

export function leadUpdated(
  { company, actor, now, newId }: Change,
  leadId: string,
  fields: readonly string[],
): LeadWork {
  const entry = { company_id: company, lead_id: leadId, actor, at: now, details: { fields: fields.toSorted() } };
  return { changes: { audit: { inserted: [{ _id: newId(), action: 'lead.updated', ...entry }] } } };
}
