import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Headers of Standard Webhooks 1.0.0. */
const ID_HEADER = 'webhook-id';
const TIMESTAMP_HEADER = 'webhook-timestamp';
const SIGNATURE_HEADER = 'webhook-signature';
const SECRET_PREFIX = 'whsec_';
const LONGEST_AGE_S = 300;

/**
 * The secret of a subscription: `whsec_` and the base64 of an HMAC of the subscriber's name with the API key. n8n stores
 * nothing of the secret, and a new API key makes a new secret.
 */
export const secretFor = (apiKey: string, subscriber: string): string =>
  `${SECRET_PREFIX}${createHmac('sha256', apiKey).update(`webhook-subscription:${subscriber}`).digest('base64')}`;

/** The first 16 hex digits of the secret's SHA-256, as the service shows which secret it has. */
export const fingerprintOf = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 16);

export interface SignedRequest {
  headers: Record<string, unknown>;
  rawBody: Buffer | string;
  secret: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Whether one of the delivery's signatures is made with `secret` over exactly these bytes, at most five minutes ago. */
export function isGenuine({ headers, rawBody, secret, now }: SignedRequest): boolean {
  const [id, timestamp, signatures] = [headers[ID_HEADER], headers[TIMESTAMP_HEADER], headers[SIGNATURE_HEADER]];
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return false;
  if (!/^\d+$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > LONGEST_AGE_S) return false;
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest('base64');
  return signatures.split(' ').some((signature) => equalInConstantTime(signature, `v1,${expected}`));
}

function equalInConstantTime(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
