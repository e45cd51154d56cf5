import {
  ID_HEADER,
  SIGNATURE_HEADER,
  TIMESTAMP_HEADER,
  type Delivery,
} from '@lead-nurturing/contracts/webhooks/webhook';
import type { HttpClient, HttpResponse } from '../http-client/http-client';
import type { DeliveryResult } from './partition-state';
import { sign, webhookId } from './signature';

export interface Delivered {
  result: DeliveryResult;
  /** Why the delivery did not succeed, as the subscription's `last_error`; null after a success. */
  error: string | null;
  /** The response's `Retry-After` in milliseconds. */
  retryAfterMs?: number;
}

interface Post {
  url: string;
  /** Each makes a signature. */
  secrets: readonly string[];
  delivery: Delivery;
  now: Date;
  /** Aborted when the service stops; the batch is delivered again after the next start. */
  stopping: AbortSignal;
}

/** A receiver answers after its workflow has run. */
const TIMEOUT_MS = 120_000;
const GONE = 410;
/** The receiver is not there (404: not published), refuses the sender, or its proxy does not reach it. */
const UNREACHABLE = new Set([401, 403, 404, 405, 407, 408, 429, 502, 503, 504]);

function resultOf(status: number): DeliveryResult {
  if (status >= 200 && status < 300) return 'delivered';
  if (status === GONE) return 'gone';
  // A redirect is not followed, so no receiver got the events.
  return status < 400 || UNREACHABLE.has(status) ? 'unreachable' : 'failed';
}

/** `Retry-After` of a response in milliseconds: seconds or an HTTP date (RFC 9110). */
function retryAfterOf({ status, headers }: HttpResponse, now: Date): number | undefined {
  const value = headers['retry-after'];
  if (value === undefined || (status !== 429 && status !== 503)) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/**
 * Posts one batch of domain events, signed as Standard Webhooks 1.0.0 specifies, and waits up to 120 s for the response.
 * The result is a value; never rejects because of the subscriber.
 */
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
    const result = resultOf(response.status);
    const retryAfterMs = retryAfterOf(response, now);
    const error = result === 'delivered' ? null : `answered ${String(response.status)}`;
    return { result, error, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  } catch (error) {
    if (timeout.aborted) return { result: 'failed', error: `no answer within ${String(TIMEOUT_MS / 1_000)} s` };
    return { result: 'unreachable', error: reasonOf(error) };
  }
}

/** The system's code of a network error (`ECONNREFUSED`), or else the error's message. */
function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.message : String(error);
}
