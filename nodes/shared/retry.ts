/** The service is overloaded, or a proxy answered while the service is starting. */
const RETRYABLE_STATUSES = new Set([429, 502, 503, 504]);
/**
 * The request or its answer was lost. Writes may be sent again because each is idempotent. A time-out is not retried: the
 * service may still be working on the request.
 */
const RETRYABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const BACKOFF_MS = [500, 1_000, 2_000, 4_000];
/** A longer Retry-After ends the attempts: the delivery or the schedule starts the workflow again later. */
const MAX_WAIT_MS = 30_000;

export interface Failure {
  /** HTTP status, or the code of a connection error. */
  code: string;
  /** The Retry-After header: seconds or an HTTP date. */
  retryAfter?: unknown;
}

function retryAfterMs(retryAfter: unknown, now: number): number | undefined {
  if (typeof retryAfter !== 'string' || retryAfter.trim() === '') return undefined;
  const seconds = Number(retryAfter);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Milliseconds until the next attempt, or undefined when there should be none. `attempt` counts from 0. */
export function waitBeforeRetry({ code, retryAfter }: Failure, attempt: number, now: number): number | undefined {
  const backoff = BACKOFF_MS[attempt];
  if (backoff === undefined || !(RETRYABLE_STATUSES.has(Number(code)) || RETRYABLE_CODES.has(code))) return undefined;
  const wait = retryAfterMs(retryAfter, now) ?? backoff;
  return wait > MAX_WAIT_MS ? undefined : wait;
}
