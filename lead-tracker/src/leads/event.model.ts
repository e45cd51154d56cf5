import { z } from 'zod';
import { EventChannel } from '@lead-nurturing/contracts/common/channel';
import { EventMetadata, EventType } from '@lead-nurturing/contracts/leads/event';
import { defineModel } from '@lead-nurturing/service-kit/mongo/model';

/** What a person did. An event is never changed. */
export const EventDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  lead_id: z.string(),
  event_type: EventType,
  channel: EventChannel,
  timestamp: z.date(),
  metadata: EventMetadata,
  /** Hundredths of a point that the event added to the score. */
  score_hundredths: z.number(),
  idempotency_key: z.string(),
  created_at: z.date(),
});
export type EventDocument = z.infer<typeof EventDocument>;

export const eventModel = defineModel('lead_events', EventDocument, [
  [{ company_id: 1, idempotency_key: 1 }, { unique: true }],
  [{ company_id: 1, lead_id: 1, event_type: 1, timestamp: -1 }],
]);
