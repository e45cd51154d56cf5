import { z } from 'zod';
import { BULK_LIMIT, Id, PageQuery, Timestamp } from '../common/common';
import { DomainEvent } from './domain-event';

/** Names the webhook: a retry of the same events has the same id (Standard Webhooks 1.0.0). */
export const ID_HEADER = 'webhook-id';
/** When the delivery was attempted: seconds since the epoch, as signed (Standard Webhooks 1.0.0). */
export const TIMESTAMP_HEADER = 'webhook-timestamp';
/** `v1,<base64>` of HMAC-SHA256 over `<id>.<timestamp>.<raw body>`, one for each secret (Standard Webhooks 1.0.0). */
export const SIGNATURE_HEADER = 'webhook-signature';
/** A secret is this and base64 (Standard Webhooks 1.0.0). */
export const SECRET_PREFIX = 'whsec_';
/** How many subscriptions a company may have that are not detached. */
export const SUBSCRIPTION_LIMIT = 50;
/** How long deliveries are signed with the previous secret as well, in hours. */
export const SECRET_OVERLAP_HOURS = 24;

/** `whsec_` and the base64 of 24 to 64 bytes (Standard Webhooks 1.0.0). */
export const WebhookSecret = z
  .string()
  .regex(
    /^whsec_(?:(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{2}==)?|(?:[A-Za-z0-9+/]{4}){8,20}[A-Za-z0-9+/]{3}=)$/,
    'must be whsec_ and the base64 of 24 to 64 bytes',
  )
  .meta({
    description: `Signs the deliveries: \`whsec_\` and the base64 of 24 to 64 random bytes. Not shown again. After a change, deliveries are signed with the new and the previous secret for ${String(SECRET_OVERLAP_HOURS)} hours.`,
  });

function hasUserInfo(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.username + parsed.password !== '';
}

const example = {
  subscriber: 'reporting',
  url: 'https://reports.acme.example/domain-events',
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
};

export const Subscribe = z
  .strictObject({
    subscriber: z.string().min(1).max(200).meta({
      description:
        'The permanent name of the receiver (for n8n: workflow and node). Subscribing again with this name updates the subscription; deliveries resume where they stopped, up to seven days after it was detached.',
    }),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .refine((url) => !hasUserInfo(url), 'contains a user name or password, which deliveries do not send')
      .meta({
        description:
          'Receives the deliveries. Domain events are kept for fourteen days while the URL cannot be reached. A private address is refused unless the installation allows it (`OUTGOING_ALLOW_PRIVATE`).',
      }),
    events: z.array(z.string().max(50)).min(1).max(50),
    secret: WebhookSecret,
    from: z.literal('now').optional().meta({
      description:
        'With `now`, deliveries start with the next domain event. Without it, a known subscriber resumes where it stopped.',
    }),
  })
  .meta({ id: 'Subscribe' });
export type Subscribe = z.infer<typeof Subscribe>;

/** {@link Subscribe} at a service that publishes domain events of these types. */
export const subscribeTo = (types: readonly string[]) =>
  z
    .strictObject({
      ...Subscribe.shape,
      events: z.array(z.enum(types)).min(1).max(50).meta({ description: 'The types of domain events to deliver.' }),
    })
    .meta({
      id: 'Subscribe',
      description: `A delivery is a POST of \`{ subscription_id, events }\` with up to ${String(BULK_LIMIT)} domain events, those of one lead in order, signed as Standard Webhooks 1.0.0 specifies (\`${ID_HEADER}\`, \`${TIMESTAMP_HEADER}\`, \`${SIGNATURE_HEADER}\`). A response of 2xx acknowledges it. Other responses are retried, so the same event can arrive twice: process each \`event_id\` once.`,
      examples: [{ ...example, events: types.slice(0, 2) }],
    });

export const WebhookSubscription = z
  .object({
    id: Id,
    subscriber: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    status: z.enum(['active', 'paused', 'detached']).meta({
      description:
        '`paused`: the URL could not be reached for a day. One delivery every ten minutes tries it, and the first response of 2xx makes the subscription `active` again. `detached`: deleted, or the URL answered 410; can be resumed for seven days.',
    }),
    lag: z.number().int().meta({
      description: 'How many outbox documents the slowest partition has not passed yet; 0 when all are delivered.',
    }),
    last_error: z.string().nullable().meta({ description: 'Why the last delivery failed; null when it succeeded.' }),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'WebhookSubscription' });
export type WebhookSubscription = z.infer<typeof WebhookSubscription>;

export const SubscriptionState = WebhookSubscription.extend({
  secret_fingerprint: z.string().meta({
    description: "The first 16 hex digits of the secret's SHA-256. Shows a subscriber whether its secret is current.",
  }),
}).meta({ id: 'SubscriptionState' });
export type SubscriptionState = z.infer<typeof SubscriptionState>;

export const SubscriptionQuery = PageQuery.extend({
  subscriber: z.string().max(200).optional().meta({ description: 'Only the subscription of this subscriber.' }),
});

export type SubscriptionQuery = z.infer<typeof SubscriptionQuery>;

/** The body of a delivery: at most 100 domain events, those of one lead in order. */
export const Delivery = z.object({ subscription_id: Id, events: z.array(DomainEvent) }).meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof Delivery>;
