import { createHash, createHmac } from 'node:crypto';
import { SECRET_PREFIX } from '@lead-nurturing/contracts/webhooks/webhook';

/** What Standard Webhooks 1.0.0 signs: the webhook's id, Unix time in seconds, and the body as sent. */
export interface SignedContent {
  id: string;
  timestamp: string;
  body: string;
}

function signatureWith(secret: string, { id, timestamp, body }: SignedContent): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/**
 * The value of `webhook-signature`: a signature for each secret, separated by spaces. Secrets are `whsec_` and base64, as
 * the contract's `WebhookSecret` says.
 */
export const sign = (secrets: readonly string[], content: SignedContent): string =>
  secrets.map((secret) => signatureWith(secret, content)).join(' ');

/**
 * The id of a delivery: a retry with the same events has the same id, also after a restart; with other events, as after
 * halving a batch, it has another one. Holds no dot, which separates the parts of the signed content.
 */
export function webhookId(subscription: string, eventIds: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify([subscription, ...eventIds]));
  return `msg_${digest.digest('base64url').slice(0, 32)}`;
}

/** The first 16 hex digits of the secret's SHA-256: shows a subscriber whether its secret is the current one. */
export const fingerprint = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 16);
