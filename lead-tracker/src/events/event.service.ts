import { EventRecorded, type EventType, type LeadEvent, type RecordEvent } from '@lead-nurturing/contracts/leads/event';
import { NotFoundError, ValidationError } from '@lead-nurturing/service-kit/errors';
import type { Caller } from '@lead-nurturing/service-kit/http/route';
import type { Idempotent } from '@lead-nurturing/service-kit/mongo/idempotency';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { emptyUnitOfWork } from '../unit-of-work/unit-of-work';
import type { Commit } from '../unit-of-work/commit.store';
import type { ExitEnrollments } from '../enrollments/exit-enrollments.service';
import { flaggedUnlessConfigured } from '../leads/merge-lead';
import type { LeadDocument } from '../leads/lead.model';
import type { LeadStore } from '../leads/lead.store';
import type { ProductStore } from '../products/product.store';
import { DEFAULT_RULES } from '../products/rules';
import type { EventDocument } from './event.model';
import type { EventStore } from './event.store';
import { whyImplausible } from './plausible';
import { createRecorder } from './recorder';

export type Events = ReturnType<typeof createEvents>;

interface EventsDeps {
  events: EventStore;
  leads: LeadStore;
  products: ProductStore;
  exitEnrollments: ExitEnrollments;
  commit: Commit;
  idempotent: Idempotent;
  clock: Clock;
  newId: () => string;
}

/** After these nothing more of any sequence is sent. */
const ENDS_SEQUENCES: readonly EventType[] = ['unsubscribed', 'complained'];

const toEvent = (event: EventDocument): LeadEvent => ({
  id: event._id,
  lead_id: event.lead_id,
  event_type: event.event_type,
  channel: event.channel,
  timestamp: event.timestamp.toISOString(),
  metadata: event.metadata,
  score_impact: event.score_impact,
});

const recorded = (result: EventRecorded['result'], event: EventDocument, lead: LeadDocument): EventRecorded => ({
  result,
  event: toEvent(event),
  engagement_score: lead.engagement_score,
  stage: lead.stage,
});

export function createEvents(deps: EventsDeps) {
  const { events, leads, products, exitEnrollments, commit, idempotent, clock, newId } = deps;

  const write = async (session: Session, { company, actor }: Caller, lead: LeadDocument, told: RecordEvent) => {
    const now = clock.now();
    const unitOfWork = emptyUnitOfWork();
    const recorder = createRecorder({ company, actor, now, newId, unitOfWork });
    const product = await products.find(company, lead.product_id, session);
    const { metadata = {}, timestamp, ...rest } = told;
    const event = { ...rest, metadata, timestamp: new Date(timestamp) };
    const seen = flaggedUnlessConfigured({ ...lead, version: lead.version + 1, updated_at: now }, product !== null);
    const after = recorder.record(seen, event, product ?? DEFAULT_RULES);
    unitOfWork.leads.push(after);
    recorder.publishScores([after]);
    if (ENDS_SEQUENCES.includes(told.event_type))
      unitOfWork.domainEvents.push(...(await exitEnrollments(session, after, { reason: told.event_type, now })));
    // What converts is the product's to say; what is told to customers is not over because they became one.
    else if (after.converted_at && !lead.converted_at)
      unitOfWork.domainEvents.push(
        ...(await exitEnrollments(session, after, { reason: 'conversion', now, keep: 'Customer' })),
      );
    await commit(session, company, unitOfWork);
    const [saved] = unitOfWork.events;
    if (!saved) throw new Error('an event was not recorded');
    return recorded('created', saved, after);
  };

  return {
    /** Records what a lead did and scores it. `duplicate` when the same key came in by another way before. */
    record: (caller: Caller, leadId: string, event: RecordEvent): Promise<EventRecorded> => {
      const { company } = caller;
      const implausible = whyImplausible(new Date(event.timestamp), clock.now());
      if (implausible) throw new ValidationError([{ field: 'timestamp', message: implausible }]);
      const operation = { company, operation: 'lead.event', key: event.idempotency_key, result: EventRecorded };
      return idempotent(operation, async (session) => {
        const lead = await leads.find(company, leadId, session);
        if (!lead) throw new NotFoundError('lead', leadId);
        const known = await events.findByKey(session, company, event.idempotency_key);
        return known ? recorded('duplicate', known, lead) : write(session, caller, lead, event);
      });
    },
  };
}
