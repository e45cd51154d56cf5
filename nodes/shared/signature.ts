import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Headers of a delivery, as Standard Webhooks 1.0.0 names them (contracts, webhook). */
const ID_HEADER = 'webhook-id';
const TIMESTAMP_HEADER = 'webhook-timestamp';
const SIGNATURE_HEADER = 'webhook-signature';
const SECRET_PREFIX = 'whsec_';
/** Maximum difference between the timestamp of a delivery and the clock here, in either direction. */
const TOLERANCE_S = 300;

/**
 * The secret of a subscription: `whsec_` and the base64 of HMAC-SHA256(API key, `webhook-subscription:` + subscriber).
 * Because the secret is derived, n8n stores none; another API key gives another secret.
 */
export const secretFor = (apiKey: string, subscriber: string): string =>
  SECRET_PREFIX + createHmac('sha256', apiKey).update(`webhook-subscription:${subscriber}`).digest('base64');

/** The first 16 hex digits of the secret's SHA-256: a service answers them in place of the secret it holds. */
export const fingerprintOf = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 16);

export interface SignedRequest {
  headers: Record<string, unknown>;
  rawBody: Buffer | string;
  /** `whsec_` and the base64 of the signing key. */
  secret: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * Whether a delivery was signed with the secret over exactly these bytes within the last (or next) five minutes. A delivery
 * carries several signatures while a secret is replaced: one match is enough, and versions other than v1 are ignored.
 */
export function isGenuine({ headers, rawBody, secret, now }: SignedRequest): boolean {
  const { [ID_HEADER]: id, [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: signatures } = headers;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return false;
  if (!/^\d+$/.test(timestamp) || Math.abs(now / 1_000 - Number(timestamp)) > TOLERANCE_S) return false;
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest('base64');
  return signatures.split(' ').some((signature) => equalInConstantTime(signature, `v1,${expected}`));
}

function equalInConstantTime(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
