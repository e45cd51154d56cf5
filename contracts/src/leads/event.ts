import { z } from 'zod';
import { EventChannel } from '../common/channel';
import { Id, IdempotencyKey, Timestamp } from '../common/common';
import { Stage } from './stage';

/** Document 001 and its additions. */
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
export const EventType = z
  .enum(EVENT_TYPES)
  .meta({ id: 'EventType', description: 'What a person did, or what happened to a message to the person.' });
export type EventType = z.infer<typeof EventType>;

export const EventMetadata = z
  .object({
    message_id: Id.optional().meta({ description: 'The `id` of the message that the event is about.' }),
    feature: z.string().max(100).optional().meta({ description: 'The feature of a `feature_used` event.' }),
    name: z.string().max(100).optional().meta({
      description:
        "The goal of a `conversion` event, or the name of a `custom` one; compared with the product's conversion_goals.",
    }),
  })
  .catchall(z.unknown())
  .meta({ description: 'Details of the event. Fields that are not listed here are stored as given.' });
export type EventMetadata = z.infer<typeof EventMetadata>;

const example = {
  event_type: 'form_submit',
  channel: 'product',
  timestamp: '2026-03-02T08:15:00Z',
  metadata: { form: 'pricing' },
  idempotency_key: 'form:pricing:5132',
};

/** What JSON Schema can say of "not before 1970": with an offset, 1970 in UTC can begin on the last day of 1969. */
const FROM_1970 = '^(1969-12-31|19[789]\\d|[2-9]\\d{3})';

export const RecordEvent = z
  .strictObject({
    event_type: EventType,
    channel: EventChannel,
    timestamp: Timestamp.meta({
      description: 'When the event happened: ISO 8601 with an offset, from 1970 to at most a day ahead.',
      allOf: [{ pattern: FROM_1970 }],
    }),
    metadata: EventMetadata.optional(),
    idempotency_key: IdempotencyKey,
  })
  .meta({ id: 'RecordEvent', examples: [example] });
export type RecordEvent = z.infer<typeof RecordEvent>;

export const RecordLeadEvent = RecordEvent.extend({
  lead_id: Id.meta({ description: 'The `id` of the lead.' }),
}).meta({ id: 'RecordLeadEvent', examples: [{ lead_id: '01980f3e-7c1a-7b52-9d41-3a6f0c2e8b17', ...example }] });
export type RecordLeadEvent = z.infer<typeof RecordLeadEvent>;

export const LeadEvent = z
  .object({
    id: Id,
    lead_id: Id,
    event_type: EventType,
    channel: EventChannel,
    timestamp: Timestamp,
    metadata: EventMetadata,
    score_impact: z
      .number()
      .meta({ description: 'Points that the event added to the score, with at most two decimals.' }),
  })
  .meta({ id: 'LeadEvent' });
export type LeadEvent = z.infer<typeof LeadEvent>;

export const EventRecorded = z
  .object({
    result: z.enum(['created', 'duplicate']).meta({
      description: '`duplicate`: an event of the lead with this key exists already, for example from an ingestion.',
    }),
    event: LeadEvent,
    engagement_score: z.number(),
    stage: Stage,
  })
  .meta({ id: 'EventRecorded' });
export type EventRecorded = z.infer<typeof EventRecorded>;
