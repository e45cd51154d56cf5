import { Schema, type Connection } from 'mongoose';
import { defineSchema } from '../mongo/schema';
import type { PartitionState } from './partition-state';

export interface SubscriptionDocument {
  _id: string;
  company_id: string;
  subscriber: string;
  url: string;
  events: string[];
  /** Signs deliveries, so it is stored as it is and not as a hash. */
  secret: string;
  /** Signs deliveries as well while a subscriber changes its secret. */
  previous_secret?: { secret: string; valid_until: Date };
  /** One of the company's {@link SUBSCRIPTION_LIMIT} slots, while it is not detached; a unique index keeps the limit. */
  slot?: number;
  status: 'active' | 'detached';
  /** The state of each partition, see outbox/partition.ts. */
  partitions: PartitionState[];
  /** Which dispatcher delivers for it, and until when. */
  holder: string | null;
  held_until: Date;
  /** When it last took a batch. */
  delivered_at?: Date;
  created_at: Date;
  updated_at: Date;
  detached_at?: Date;
}

/** How long a detached subscription can be resumed. */
const RESUMABLE_SECONDS = 7 * 24 * 3_600;

const text = { type: String, required: true } as const;
const schema = defineSchema<SubscriptionDocument>(
  {
    _id: text,
    company_id: text,
    subscriber: text,
    url: text,
    events: { type: [String], required: true },
    secret: text,
    previous_secret: Schema.Types.Mixed,
    slot: Number,
    status: text,
    partitions: { type: Schema.Types.Mixed, required: true },
    holder: { type: String, default: null },
    held_until: { type: Date, required: true },
    delivered_at: Date,
    created_at: { type: Date, required: true },
    updated_at: { type: Date, required: true },
    detached_at: Date,
  },
  [
    [{ company_id: 1, subscriber: 1 }, { unique: true }],
    [
      { company_id: 1, slot: 1 },
      { unique: true, partialFilterExpression: { slot: { $type: 'number' } } },
    ],
    [{ company_id: 1, _id: 1 }],
    [{ status: 1, _id: 1 }],
    [{ holder: 1 }],
    [{ detached_at: 1 }, { expireAfterSeconds: RESUMABLE_SECONDS }],
  ],
);

export const subscriptionModel = (connection: Connection) =>
  connection.model<SubscriptionDocument>('WebhookSubscription', schema, 'webhook_subscriptions');
