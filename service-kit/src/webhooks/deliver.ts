import {
  ID_HEADER,
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
  type Delivery,
} from '@lead-nurturing/contracts/webhooks/webhook';
import type { DeliveryResult } from './partition-state';
import type { HttpClient } from '../http-client/http-client';
import { sign, webhookId } from './signature';

export interface Delivered {
  outcome: DeliveryResult;
  /** What went wrong, for the subscription's page; null when nothing did. */
  error: string | null;
}

interface Post {
  url: string;
  /** Each makes a signature. */
  secrets: readonly string[];
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
export async function deliver(http: HttpClient, { url, secrets, delivery, now, stopping }: Post): Promise<Delivered> {
  const body = JSON.stringify(delivery);
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const id = webhookId(
    delivery.subscription_id,
    delivery.events.map(({ event_id }) => event_id),
  );
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await http.post({
      url,
      headers: {
        'content-type': 'application/json',
        [ID_HEADER]: id,
        [TIMESTAMP_HEADER]: timestamp,
        [SIGNATURE_HEADER]: sign(secrets, { id, timestamp, body }),
      },
      body,
      signal: AbortSignal.any([timeout, stopping]),
    });
    const outcome = outcomeOf(response.status);
    return { outcome, error: outcome === 'delivered' ? null : `answered ${String(response.status)}` };
  } catch (error) {
    if (timeout.aborted) return { outcome: 'failed', error: `no answer within ${String(TIMEOUT_MS / 1_000)} s` };
    return { outcome: 'unreachable', error: reasonOf(error) };
  }
}

/** The system's code of a network error (`ECONNREFUSED`), or else the error's message. */
function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.message : String(error);
}
