/** Overloaded, or a proxy in front of something that is just starting. */
const STATUSES = new Set([429, 502, 503, 504]);
/** The request did not arrive, or its answer did not; all our writes may be repeated. A time-out is no such case. */
const CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const BACKOFF_MS = [500, 1_000, 2_000, 4_000];
/** Who is asked to wait longer gives up: the delivery or the schedule comes again. */
const LONGEST_WAIT_MS = 30_000;

export interface Failure {
  /** HTTP status, or the code of a connection error. */
  code: string;
  retryAfter?: unknown;
}

function askedToWaitMs(retryAfter: unknown, now: number): number | undefined {
  if (typeof retryAfter !== 'string' || retryAfter.trim() === '') return undefined;
  const seconds = Number(retryAfter);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Milliseconds until the next attempt, or undefined when there should be none. `attempt` counts from 0. */
export function waitBeforeRetry({ code, retryAfter }: Failure, attempt: number, now: number): number | undefined {
  const backoff = BACKOFF_MS[attempt];
  if (backoff === undefined || !(STATUSES.has(Number(code)) || CODES.has(code))) return undefined;
  const wait = askedToWaitMs(retryAfter, now) ?? backoff;
  return wait > LONGEST_WAIT_MS ? undefined : wait;
}
