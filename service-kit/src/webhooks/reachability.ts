import { backoffMs, type DeliveryResult } from './partition-state';

/** Since when and how a subscriber cannot be reached; the same for all partitions of the subscription. */
export interface Unreachable {
  since: Date;
  /** Deliveries in a row that did not reach the subscriber. */
  attempts: number;
  /** When one delivery is tried next. */
  retry_at: Date;
  /** Set after a day; the subscription is then probed less often. */
  paused: boolean;
  error: string;
}

interface Delivered {
  result: DeliveryResult;
  error: string | null;
  /** The response's `Retry-After` in milliseconds. */
  retryAfterMs: number | undefined;
  now: Date;
}

const PAUSED_AFTER_MS = 24 * 3_600_000;
const PROBE_EVERY_MS = 10 * 60_000;
/** `Retry-After` is respected up to this wait. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

const inMs = (now: Date, ms: number) => new Date(now.getTime() + ms);

/**
 * Whether the subscriber can be reached after a delivery; null when it can. A success ends a pause. A failed delivery
 * reached the subscriber, but does not end a pause: the batch that fails would be the only one that is tried.
 */
export function reachabilityAfter(
  before: Unreachable | null,
  { result, error, retryAfterMs = 0, now }: Delivered,
): Unreachable | null {
  if (result === 'delivered') return null;
  if (result === 'failed') return before?.paused ? { ...before, retry_at: inMs(now, PROBE_EVERY_MS) } : null;
  const since = before?.since ?? now;
  const attempts = (before?.attempts ?? 0) + 1;
  const paused = now.getTime() - since.getTime() >= PAUSED_AFTER_MS;
  const wait = paused ? PROBE_EVERY_MS : backoffMs(attempts);
  const retry_at = inMs(now, Math.max(wait, Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS)));
  return { since, attempts, retry_at, paused, error: error ?? 'unreachable' };
}
