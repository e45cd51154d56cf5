import { z } from 'zod';
import { Channel } from './channel';
import { Id, Timestamp } from './common';
import { EventType } from './event';
import { SequenceContext } from './message';
import { Stage } from './stage';

const leadFacts = {
  'lead.created': z.object({ lead_id: Id, person_id: Id, product_id: Id, stage: Stage, source: z.string() }),
  'lead.scored': z.object({
    lead_id: Id,
    product_id: Id,
    stage: Stage,
    engagement_score: z.number(),
    score_change: z.number(),
    event_types: z.array(EventType),
  }),
  'lead.stage_changed': z.object({
    lead_id: Id,
    product_id: Id,
    from: Stage,
    to: Stage,
    engagement_score: z.number(),
    actor: z.string(),
    rollback_reason: z.string().nullable(),
  }),
  'lead.enrolled': z.object({ lead_id: Id, product_id: Id, sequence: SequenceContext.omit({ step_number: true }) }),
  'step.due': z.object({
    lead_id: Id,
    person_id: Id,
    product_id: Id,
    sequence: SequenceContext,
    step_index: z.number().int(),
    channel: Channel,
    template_id: Id,
    due_at: Timestamp,
    recipient: z.object({ email: z.string().optional(), phone: z.string().optional(), name: z.string().optional() }),
    /** Ready for a template: `{ lead: { … }, product: { … } }`. */
    variables: z.record(z.string(), z.unknown()),
  }),
  'enrollment.completed': z.object({ lead_id: Id, product_id: Id, enrollment_id: Id, sequence_code: z.string() }),
  'enrollment.exited': z.object({
    lead_id: Id,
    product_id: Id,
    enrollment_id: Id,
    sequence_code: z.string(),
    reason: z.string(),
  }),
};

const MessageFact = z.object({
  lead_id: Id,
  product_id: Id,
  message_id: Id,
  channel: Channel,
  template_id: Id,
  sequence: SequenceContext.nullable(),
});

/** Facts a lead's score may follow from say which event they are (`event_type`). */
const EngagementFact = MessageFact.extend({ event_type: EventType, url: z.string().nullable() });

const messageFacts = {
  'message.submitted': MessageFact.extend({ provider: z.string(), provider_id: z.string() }),
  'message.skipped': MessageFact.extend({ reason: z.string() }),
  'message.failed': MessageFact.extend({ reason: z.string() }),
  'message.opened': EngagementFact,
  'message.clicked': EngagementFact,
  'message.unsubscribed': EngagementFact,
};

/** What the Lead Tracker tells: type → shape of `data`. */
export const LeadTrackerFacts = leadFacts;
/** What the Communication Engine tells: type → shape of `data`. */
export const CommunicationEngineFacts = messageFacts;

type Shapes = typeof leadFacts & typeof messageFacts;
export type FactType = keyof Shapes;
export type FactData<Type extends FactType> = z.infer<Shapes[Type]>;

/** A fact before it has an id: what a service hands to the outbox in its transaction. */
export type NewFact = {
  [Type in FactType]: {
    type: Type;
    occurred_at: Date;
    /** Facts of one subject keep their order: the lead's id. */
    subject: Id;
    /** The lead's version after the change. */
    lead_seq?: number;
    data: FactData<Type>;
  };
}[FactType];

/** A fact as subscribers receive it. `event_id` never changes between deliveries: build idempotency keys from it. */
export const Fact = z
  .object({
    event_id: Id,
    type: z.string(),
    occurred_at: Timestamp,
    lead_seq: z.number().int().optional(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Fact' });
export type Fact = z.infer<typeof Fact>;
