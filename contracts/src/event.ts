import { z } from 'zod';
import { EventChannel } from './channel';
import { Id, IdempotencyKey, Timestamp } from './common';
import { Stage } from './stage';

/** What a person did, or what happened to a message of theirs (document 001 and its additions). */
export const EVENT_TYPES = [
  'login',
  'email_open',
  'email_click',
  'whatsapp_delivered',
  'whatsapp_read',
  'whatsapp_reply',
  'chatbot_interaction',
  'delivered',
  'bounced',
  'complained',
  'unsubscribed',
  'failed',
  'conversion',
  'form_submit',
  'page_view',
  'feature_used',
  'custom',
] as const;
export const EventType = z.enum(EVENT_TYPES).meta({ id: 'EventType' });
export type EventType = z.infer<typeof EventType>;

export const EventMetadata = z
  .object({
    message_id: Id.optional(),
    /** The feature of a `feature_used` event. */
    feature: z.string().max(100).optional(),
    /** The goal of a `conversion` event, or the name of a `custom` one; compared with the product's conversion_goals. */
    name: z.string().max(100).optional(),
  })
  .catchall(z.unknown());
export type EventMetadata = z.infer<typeof EventMetadata>;

export const RecordEvent = z
  .strictObject({
    event_type: EventType,
    channel: EventChannel,
    timestamp: Timestamp,
    metadata: EventMetadata.optional(),
    idempotency_key: IdempotencyKey,
  })
  .meta({ id: 'RecordEvent' });
export type RecordEvent = z.infer<typeof RecordEvent>;

export const RecordLeadEvent = RecordEvent.extend({ lead_id: Id }).meta({ id: 'RecordLeadEvent' });
export type RecordLeadEvent = z.infer<typeof RecordLeadEvent>;

export const LeadEvent = z
  .object({
    id: Id,
    lead_id: Id,
    event_type: EventType,
    channel: EventChannel,
    timestamp: Timestamp,
    metadata: EventMetadata,
    /** Points this event added to the score. */
    score_impact: z.number(),
  })
  .meta({ id: 'LeadEvent' });
export type LeadEvent = z.infer<typeof LeadEvent>;

export const EventRecorded = z
  .object({
    result: z.enum(['created', 'duplicate']),
    event: LeadEvent,
    engagement_score: z.number(),
    stage: Stage,
  })
  .meta({ id: 'EventRecorded' });
export type EventRecorded = z.infer<typeof EventRecorded>;
