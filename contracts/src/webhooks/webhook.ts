import { z } from 'zod';
import { Id, Timestamp } from '../common/common';
import { DomainEvent } from './domain-event';

function hasUserInfo(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.username + parsed.password !== '';
}

const example = {
  subscriber: 'reporting',
  url: 'https://reports.acme.example/facts',
  secret: 'put-at-least-32-random-characters-here',
};

export const Subscribe = z
  .strictObject({
    subscriber: z.string().min(1).max(200).meta({
      description:
        'Names the receiver for good (for n8n: workflow and node). Subscribing again under the same name resumes where it stopped, up to seven days after it was detached.',
    }),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .refine((url) => !hasUserInfo(url), 'holds a user name or password, which deliveries do not send')
      .meta({
        description:
          'Where facts are posted to. While it cannot be reached it is waited for; facts are kept for fourteen days.',
      }),
    events: z.array(z.string().max(50)).min(1).max(50),
    secret: z
      .string()
      .min(32)
      .max(200)
      .meta({ description: 'Signs the deliveries; given by the subscriber and never shown again.' }),
    from: z.literal('now').optional().meta({
      description:
        '`now` passes over what was told while nobody listened; left out, a known subscriber resumes where it stopped.',
    }),
  })
  .meta({ id: 'Subscribe' });
export type Subscribe = z.infer<typeof Subscribe>;

/** {@link Subscribe} at a service that tells facts of these types. */
export const subscribeTo = (types: readonly string[]) =>
  z
    .strictObject({
      ...Subscribe.shape,
      events: z.array(z.enum(types)).min(1).max(50).meta({ description: 'Which types of facts to be told.' }),
    })
    .meta({
      id: 'Subscribe',
      description:
        'A delivery is a POST of `{ subscription_id, events }` with up to 100 facts, those of one lead in order. Its `x-webhook-signature` is `sha256=` and the HMAC-SHA256 of `<x-webhook-timestamp>.<raw body>` with the secret, in hex. Any answer of 2xx takes it; else it comes again, so go by `event_id`.',
      examples: [{ ...example, events: types.slice(0, 2) }],
    });

export const WebhookSubscription = z
  .object({
    id: Id,
    subscriber: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    status: z.enum(['active', 'detached']),
    lag: z.number().int().meta({
      description: 'How many facts of the outbox are still ahead of the slowest partition; 0 when caught up.',
    }),
    last_error: z.string().nullable(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'WebhookSubscription' });
export type WebhookSubscription = z.infer<typeof WebhookSubscription>;

export const SubscriptionState = WebhookSubscription.extend({
  secret_fingerprint: z.string().meta({
    description: "The first 16 hex digits of the secret's SHA-256, so that a subscriber sees whether it is current.",
  }),
}).meta({ id: 'SubscriptionState' });
export type SubscriptionState = z.infer<typeof SubscriptionState>;

export const SubscriptionQuery = z.strictObject({
  subscriber: z.string().max(200).optional().meta({ description: 'Only the one of this name; left out for all.' }),
});

export const SubscriptionList = z.object({ items: z.array(SubscriptionState) });

/** Seconds since the epoch, as signed. */
export const TIMESTAMP_HEADER = 'x-webhook-timestamp';
/** `sha256=<hex>` of HMAC-SHA256 over `<timestamp>.<raw body>` with the subscription's secret. */
export const SIGNATURE_HEADER = 'x-webhook-signature';

/** The body of one delivery: at most 100 facts, in order for each lead. */
export const Delivery = z.object({ subscription_id: Id, events: z.array(DomainEvent) }).meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof Delivery>;
