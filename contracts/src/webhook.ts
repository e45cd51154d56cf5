import { z } from 'zod';
import { Id, Timestamp } from './common';
import { Fact } from './fact';

/**
 * `subscriber` names the receiver for good (for n8n: workflow and node). Subscribing again under the same name resumes
 * where it stopped, up to seven days after it was detached. An active one that cannot be reached is waited for, but facts are
 * kept for fourteen days.
 */
export const Subscribe = z
  .strictObject({
    subscriber: z.string().min(1).max(200),
    url: z.url({ protocol: /^https?$/ }).max(2_000),
    events: z.array(z.string().max(50)).min(1).max(50),
    /** Signs the deliveries; given by the subscriber and never shown again. */
    secret: z.string().min(32).max(200),
  })
  .meta({ id: 'Subscribe' });
export type Subscribe = z.infer<typeof Subscribe>;

export const WebhookSubscription = z
  .object({
    id: Id,
    subscriber: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    status: z.enum(['active', 'detached']),
    /** How many facts of the outbox are still ahead of the slowest partition; 0 when caught up. */
    lag: z.number().int(),
    last_error: z.string().nullable(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'WebhookSubscription' });
export type WebhookSubscription = z.infer<typeof WebhookSubscription>;

/** `secret_fingerprint`: the first 16 hex digits of the secret's SHA-256, so that a subscriber sees whether it is current. */
export const SubscriptionState = WebhookSubscription.extend({ secret_fingerprint: z.string() }).meta({
  id: 'SubscriptionState',
});
export type SubscriptionState = z.infer<typeof SubscriptionState>;

export const SubscriptionQuery = z.strictObject({ subscriber: z.string().max(200).optional() });

export const SubscriptionList = z.object({ items: z.array(SubscriptionState) });

/** Seconds since the epoch, as signed. */
export const TIMESTAMP_HEADER = 'x-webhook-timestamp';
/** `sha256=<hex>` of HMAC-SHA256 over `<timestamp>.<raw body>` with the subscription's secret. */
export const SIGNATURE_HEADER = 'x-webhook-signature';

/** The body of one delivery: at most 100 facts, in order for each lead. */
export const Delivery = z.object({ subscription_id: Id, events: z.array(Fact) }).meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof Delivery>;
