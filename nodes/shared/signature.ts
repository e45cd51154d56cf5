import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Headers of a delivery (contracts, webhook.ts). */
const TIMESTAMP_HEADER = 'x-webhook-timestamp';
const SIGNATURE_HEADER = 'x-webhook-signature';
const LONGEST_AGE_S = 300;

/**
 * The secret of a subscription follows from the API key and the subscriber's name: nothing of it is kept in n8n, and a
 * new key makes a new secret.
 */
export const secretFor = (apiKey: string, subscriber: string): string =>
  createHmac('sha256', apiKey).update(`webhook-subscription:${subscriber}`).digest('hex');

/** How a service names the secret it holds without showing it. */
export const fingerprintOf = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 16);

export interface SignedRequest {
  headers: Record<string, unknown>;
  rawBody: Buffer | string;
  secret: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** Signed with our secret over exactly these bytes, and not so long ago that it may be a recording. */
export function isGenuine({ headers, rawBody, secret, now }: SignedRequest): boolean {
  const timestamp = headers[TIMESTAMP_HEADER];
  const signature = headers[SIGNATURE_HEADER];
  if (typeof timestamp !== 'string' || typeof signature !== 'string' || !/^\d+$/.test(timestamp)) return false;
  if (Math.abs(now / 1_000 - Number(timestamp)) > LONGEST_AGE_S) return false;
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest('hex');
  return equalInConstantTime(signature, `sha256=${expected}`);
}

function equalInConstantTime(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
