import { SIGNATURE_HEADER, TIMESTAMP_HEADER, type Delivery } from '@lead-nurturing/contracts/webhooks/webhook';
import type { DeliveryResult } from './partition-state';
import { sign } from './sign';

export interface Delivered {
  outcome: DeliveryResult;
  /** What went wrong, for the subscription's page; null when nothing did. */
  error: string | null;
}

interface Post {
  url: string;
  secret: string;
  delivery: Delivery;
  now: Date;
  /** Aborted when the service stops: the batch comes again. */
  stopping: AbortSignal;
}

/** A workflow runs while we wait (it answers when it has run). */
const TIMEOUT_MS = 120_000;
/** Not there (404: unpublished), not letting us in, or standing behind a proxy that cannot reach it. */
const UNREACHABLE = new Set([401, 403, 404, 405, 407, 408, 410, 429, 502, 503, 504]);

function outcomeOf(status: number): DeliveryResult {
  if (status >= 200 && status < 300) return 'delivered';
  const elsewhere = status < 400; // a redirect is not followed: nobody took the facts
  return elsewhere || UNREACHABLE.has(status) ? 'unreachable' : 'failed';
}

/** Posts one signed batch; a subscriber's "no" is data, never an exception. */
export async function deliver({ url, secret, delivery, now, stopping }: Post): Promise<Delivered> {
  const body = JSON.stringify(delivery);
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [TIMESTAMP_HEADER]: timestamp,
        [SIGNATURE_HEADER]: sign(secret, timestamp, body),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([timeout, stopping]),
    });
    await response.body?.cancel();
    const outcome = outcomeOf(response.status);
    return { outcome, error: outcome === 'delivered' ? null : `answered ${String(response.status)}` };
  } catch (error) {
    if (timeout.aborted) return { outcome: 'failed', error: `no answer within ${String(TIMEOUT_MS / 1_000)} s` };
    return { outcome: 'unreachable', error: reason(error) };
  }
}

/** `fetch failed` hides the reason in its cause. */
function reason(error: unknown): string {
  const cause = isObject(error) && 'cause' in error ? error.cause : undefined;
  return isObject(cause) && 'code' in cause ? String(cause.code) : String(error);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
