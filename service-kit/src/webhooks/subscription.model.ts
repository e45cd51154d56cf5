import { mongo } from 'mongoose';
import { z } from 'zod';
import { defineModel } from '../mongo/model';
import type { PartitionState } from './partition-state';
import type { Unreachable } from './reachability';

/** How long a detached subscription can be resumed. */
const RESUMABLE_SECONDS = 7 * 24 * 3_600;

const SubscriptionDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  subscriber: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  /** Signs deliveries, so it is stored as it is and not as a hash. */
  secret: z.string(),
  /** Signs deliveries as well while a subscriber changes its secret. */
  previous_secret: z.object({ secret: z.string(), valid_until: z.date() }).optional(),
  /** One of the company's slots while the subscription is not detached; a unique index keeps the company's limit. */
  slot: z.number().optional(),
  status: z.enum(['active', 'detached']),
  /** The state of each partition, see outbox/partition.ts. */
  partitions: z.array(z.custom<PartitionState>()),
  /** Set while the subscriber cannot be reached. */
  unreachable: z.custom<Unreachable>().nullable(),
  /** When the subscriber last acknowledged a batch. */
  delivered_at: z.date().optional(),
  /** By the database's clock, when the API last changed it; the dispatcher finds changes by it. */
  changed: z.instanceof(mongo.Timestamp),
  created_at: z.date(),
  updated_at: z.date(),
  detached_at: z.date().optional(),
});
export type SubscriptionDocument = z.infer<typeof SubscriptionDocument>;

export const subscriptionModel = defineModel('webhook_subscriptions', SubscriptionDocument, [
  [{ company_id: 1, subscriber: 1 }, { unique: true }],
  [
    { company_id: 1, slot: 1 },
    { unique: true, partialFilterExpression: { slot: { $type: 'number' } } },
  ],
  [{ company_id: 1, _id: 1 }],
  [{ status: 1, _id: 1 }],
  [{ changed: 1 }],
  [{ detached_at: 1 }, { expireAfterSeconds: RESUMABLE_SECONDS }],
]);
