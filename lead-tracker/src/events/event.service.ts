import { EventRecorded, type EventType, type LeadEvent, type RecordEvent } from '@lead-nurturing/contracts/leads/event';
import { KeyTakenError, NotFoundError, ValidationError } from '@lead-nurturing/service-kit/errors';
import type { Caller } from '@lead-nurturing/service-kit/http/route';
import type { Idempotent } from '@lead-nurturing/service-kit/mongo/idempotency';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { combine, type Commit } from '@lead-nurturing/service-kit/unit-of-work';
import type { ExitsOf } from '../enrollments/exit-enrollments.service';
import type { EnrollmentDocuments } from '../enrollments/progress';
import type { EventDocument } from '../leads/event.model';
import type { EventStore } from '../leads/event.store';
import {
  flaggedUnlessConfigured,
  recordEvent,
  scoresPublished,
  whyImplausible,
  type LeadDocuments,
  type LeadWork,
} from '../leads/lead';
import type { LeadDocument } from '../leads/lead.model';
import type { LeadStore } from '../leads/lead.store';
import type { ProductStore } from '../products/product.store';
import { DEFAULT_RULES } from '../products/rules';
import { toPoints } from '../scores/score';

export type Events = ReturnType<typeof createEventService>;

interface EventsDeps {
  events: Pick<EventStore, 'findByKey'>;
  leads: Pick<LeadStore, 'find'>;
  products: Pick<ProductStore, 'find'>;
  exitsOf: ExitsOf;
  commit: Commit<LeadDocuments & EnrollmentDocuments>;
  idempotent: Idempotent;
  clock: Clock;
  newId: () => string;
}

/** Events after which the lead leaves every sequence. */
const ENDS_SEQUENCES: readonly EventType[] = ['unsubscribed', 'complained'];

const toEvent = (event: EventDocument): LeadEvent => ({
  id: event._id,
  lead_id: event.lead_id,
  event_type: event.event_type,
  channel: event.channel,
  timestamp: event.timestamp.toISOString(),
  metadata: event.metadata,
  score_impact: toPoints(event.score_hundredths),
});

const answer = (result: EventRecorded['result'], event: EventDocument, lead: LeadDocument): EventRecorded => ({
  result,
  event: toEvent(event),
  engagement_score: toPoints(lead.score_hundredths),
  stage: lead.stage,
});

export function createEventService(deps: EventsDeps) {
  const { events, leads, products, exitsOf, commit, idempotent, clock, newId } = deps;

  /** The sequences that an event ends. A conversion leaves the sequence for customers running. */
  const exitsAfter = async (session: Session, before: LeadDocument, after: LeadDocument, type: EventType) => {
    const now = after.updated_at;
    if (ENDS_SEQUENCES.includes(type)) return exitsOf(session, after, { reason: type, now });
    if (!after.converted_at || before.converted_at) return {};
    return exitsOf(session, after, { reason: 'conversion', now, keep: 'Customer' });
  };

  const record = async (session: Session, { company, actor }: Caller, lead: LeadDocument, event: RecordEvent) => {
    const now = clock.now();
    const product = await products.find(company, lead.product_id, session);
    const { metadata = {}, timestamp, ...rest } = event;
    const seen = flaggedUnlessConfigured({ ...lead, version: lead.version + 1, updated_at: now }, product !== null);
    const newEvent = { ...rest, metadata, timestamp: new Date(timestamp) };
    const change = { company, actor, now, newId };
    const recorded = recordEvent(change, seen, newEvent, product ?? DEFAULT_RULES);
    const after: LeadWork = { changes: { leads: { replaced: [recorded.lead] } } };
    const scored = scoresPublished([recorded.lead], [recorded.event], now);
    const exits = await exitsAfter(session, lead, recorded.lead, event.event_type);
    await commit(session, company, combine<LeadDocuments & EnrollmentDocuments>([recorded.work, after, scored, exits]));
    return answer('created', recorded.event, recorded.lead);
  };

  return {
    /** Records what a lead did and scores it. `duplicate`: another operation recorded the event under the same key. */
    record: (caller: Caller, leadId: string, event: RecordEvent): Promise<EventRecorded> => {
      const { company } = caller;
      const implausible = whyImplausible(new Date(event.timestamp), clock.now());
      if (implausible) throw new ValidationError([{ field: 'timestamp', message: implausible }]);
      const { idempotency_key: key, event_type: subject } = event;
      const operation = { company, operation: `lead.event.${leadId}`, key, subject, result: EventRecorded };
      return idempotent(operation, async (session) => {
        const lead = await leads.find(company, leadId, session);
        if (!lead) throw new NotFoundError('lead', leadId);
        const known = await events.findByKey(session, company, key);
        if (known && known.lead_id !== leadId) throw new KeyTakenError(key);
        return known ? answer('duplicate', known, lead) : record(session, caller, lead, event);
      });
    },
  };
}
