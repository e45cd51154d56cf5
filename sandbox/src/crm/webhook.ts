import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { LoginEvent } from './records/record';

export const Webhook = z.strictObject({ url: z.url({ protocol: /^https?$/ }), secret: z.string().min(16) });
export type Webhook = z.infer<typeof Webhook>;

/**
 * Headers of a delivery. The signature is `sha256=` followed by the HMAC-SHA256 in hex of `<timestamp>.<raw body>` with the
 * webhook's secret as the key; the timestamp is in seconds since the epoch.
 */
const TIMESTAMP_HEADER = 'x-crm-timestamp';
const SIGNATURE_HEADER = 'x-crm-signature';

const PAUSES_MS = [0, 1_000, 5_000];
const TIMEOUT_MS = 5_000;
const MAX_WAITING = 1_000;

export interface WebhookSender {
  use(webhook: Webhook): void;
  send(event: LoginEvent): void;
}

/** Posts logins in order with up to three attempts each. If 1,000 logins are waiting, further ones are dropped. */
export function createWebhookSender(clock: () => Date): WebhookSender {
  let webhook: Webhook | undefined;
  let waiting = 0;
  let last = Promise.resolve();

  const post = async ({ url, secret }: Webhook, body: string): Promise<boolean> => {
    const timestamp = String(Math.floor(clock().getTime() / 1_000));
    const signature = `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
    const headers = {
      'content-type': 'application/json',
      [TIMESTAMP_HEADER]: timestamp,
      [SIGNATURE_HEADER]: signature,
    };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return fetch(url, { method: 'POST', headers, body, signal }).then(
      (response) => response.ok,
      () => false,
    );
  };

  const deliver = async (target: Webhook, body: string): Promise<void> => {
    for (const pause of PAUSES_MS) {
      await wait(pause, undefined, { ref: false });
      if (await post(target, body)) break;
    }
    waiting -= 1;
  };

  return {
    use: (wanted) => void (webhook = wanted),
    send: (event) => {
      const target = webhook;
      if (!target || waiting === MAX_WAITING) return;
      waiting += 1;
      const body = JSON.stringify({ type: 'contact.login', data: event });
      last = last.then(() => deliver(target, body));
    },
  };
}
