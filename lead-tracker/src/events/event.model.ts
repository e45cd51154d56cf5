import { Schema, type Connection } from 'mongoose';
import type { EventChannel } from '@lead-nurturing/contracts/common/channel';
import type { EventMetadata, EventType } from '@lead-nurturing/contracts/leads/event';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';

/** What a person did. Never changed. */
export interface EventDocument {
  _id: string;
  company_id: string;
  lead_id: string;
  event_type: EventType;
  channel: EventChannel;
  timestamp: Date;
  metadata: EventMetadata;
  score_impact: number;
  idempotency_key: string;
  created_at: Date;
}

const text = { type: String, required: true } as const;
const time = { type: Date, required: true } as const;

const schema = defineSchema<EventDocument>(
  {
    _id: text,
    company_id: text,
    lead_id: text,
    event_type: text,
    channel: text,
    timestamp: time,
    metadata: { type: Schema.Types.Mixed, required: true },
    score_impact: { type: Number, required: true },
    idempotency_key: text,
    created_at: time,
  },
  [
    [{ company_id: 1, idempotency_key: 1 }, { unique: true }],
    [{ company_id: 1, lead_id: 1, event_type: 1, timestamp: -1 }],
  ],
);

export const eventModel = (connection: Connection) =>
  connection.model<EventDocument>('LeadEvent', schema, 'lead_events');
