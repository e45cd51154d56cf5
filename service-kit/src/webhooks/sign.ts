import { createHash, createHmac } from 'node:crypto';

/** `sha256=<hex>` of HMAC-SHA256 over `<timestamp>.<body>`; the timestamp keeps a caught delivery from being replayed. */
export const sign = (secret: string, timestamp: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/** Tells a subscriber whether its secret is the current one, without telling the secret. */
export const fingerprint = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 16);
