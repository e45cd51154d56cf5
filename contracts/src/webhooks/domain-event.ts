import { z } from 'zod';
import { Id, Timestamp } from '../common/common';
import { EngagementDomainEvents } from '../engagement/events';
import { LeadDomainEvents } from '../leads/events';
import { MessageDomainEvents } from '../messages/events';
import { SequenceDomainEvents } from '../sequences/events';

/** Domain events published by the Lead Tracker: type → schema of `data`. */
export const LeadTrackerEvents = { ...LeadDomainEvents, ...SequenceDomainEvents };
/** Domain events published by the Communication Engine: type → schema of `data`. */
export const CommunicationEngineEvents = { ...MessageDomainEvents, ...EngagementDomainEvents };

type Shapes = typeof LeadTrackerEvents & typeof CommunicationEngineEvents;
export type DomainEventType = keyof Shapes;
export type DomainEventData<Type extends DomainEventType> = z.infer<Shapes[Type]>;

/** A domain event without an id, as a service appends it to the outbox in its transaction. */
export type NewDomainEvent = {
  [Type in DomainEventType]: {
    type: Type;
    occurred_at: Date;
    /** The lead's id. Events of one subject are delivered in order. */
    subject: Id;
    /** The lead's version after the change. */
    lead_seq?: number;
    data: DomainEventData<Type>;
  };
}[DomainEventType];

/** A domain event as subscribers receive it. `event_id` is the same in every delivery: build idempotency keys from it. */
export const DomainEvent = z
  .object({
    event_id: Id,
    type: z.string(),
    occurred_at: Timestamp,
    lead_seq: z.number().int().optional(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'DomainEvent' });
export type DomainEvent = z.infer<typeof DomainEvent>;
