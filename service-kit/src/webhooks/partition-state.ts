import { BULK_LIMIT } from '@lead-nurturing/contracts/common/common';
import { offsetAfter, type StreamOffset } from '../outbox/stream-offset';

/** Where one partition of a subscription stands, and how its next batch is delivered. */
export interface PartitionState extends StreamOffset {
  /** Failed deliveries of the next batch. */
  attempts: number;
  /** When the failures began; null after a full batch was delivered. */
  failing_since: Date | null;
  /** The most events of a new batch. */
  size: number;
  /** How many events the failed batch had: the retry has the same ones. Null when the next batch is a new one. */
  retry_count: number | null;
  retry_at: Date | null;
  /** Why the last delivery failed; null after a success. */
  error: string | null;
}

/**
 * `delivered`: 2xx. `failed`: the subscriber received the batch and could not process it. `unreachable`: the subscriber
 * did not receive the batch, which says nothing about the events. `gone`: 410, the subscriber wants no more deliveries.
 */
export type DeliveryResult = 'delivered' | 'failed' | 'unreachable' | 'gone';

export const FULL_BATCH = BULK_LIMIT;
const ATTEMPTS_BEFORE_HALVING = 2;
const ATTEMPTS_OF_ONE = 5;
/** About a day of the longest waits, so that a shorter outage behind the subscriber costs no events. */
const ATTEMPTS_IN_DOUBT = 24 * 60;
const LONGEST_WAIT_MS = 60_000;

export const startAt = (position: number): PartitionState => ({
  ...offsetAfter(position),
  attempts: 0,
  failing_since: null,
  size: FULL_BATCH,
  retry_count: null,
  retry_at: null,
  error: null,
});

/** The wait after so many failures in a row, in milliseconds: one second, doubled up to a minute. */
export const backoffMs = (failures: number): number => Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** (failures - 1));

interface Delivered {
  result: DeliveryResult;
  error: string | null;
  /** How many events the batch had. */
  count: number;
  /** The stream offset after the batch. */
  next: StreamOffset;
  /** When the subscriber last acknowledged a batch, on any partition. */
  deliveredAt: Date | null;
  now: Date;
}

/**
 * An event is the cause of its failures when the subscriber acknowledged other events after they began. When nothing is
 * acknowledged, a system behind the subscriber may be down, and the event gets a day.
 */
const isPoison = ({ attempts, failing_since }: PartitionState, deliveredAt: Date | null): boolean => {
  const othersSucceed = deliveredAt !== null && failing_since !== null && deliveredAt > failing_since;
  return attempts >= (othersSucceed ? ATTEMPTS_OF_ONE : ATTEMPTS_IN_DOUBT);
};

/**
 * The state after a delivery. A failed batch is retried with the same events, then halved until the poison event is alone;
 * this event becomes a dead letter after its attempts, and the partition goes on behind it. After an unreachable
 * subscriber the same batch comes again; when, is decided for the whole subscription (see reachability.ts).
 */
export function afterDelivery(
  state: PartitionState,
  { result, error, count, next, now, deliveredAt }: Delivered,
): { state: PartitionState; deadLetter: boolean } {
  const goOn = { ...next, attempts: 0, retry_count: null, retry_at: null, error: null };
  if (result === 'delivered') {
    const size = Math.min(FULL_BATCH, state.size * 2);
    // While batches are not full again, what is acknowledged is evidence against the event that fails.
    const failing_since = size === FULL_BATCH ? null : state.failing_since;
    return { state: { ...goOn, size, failing_since }, deadLetter: false };
  }
  if (result === 'unreachable' || result === 'gone')
    return { state: { ...state, retry_count: count }, deadLetter: false };
  const attempts = state.attempts + 1;
  const failing_since = state.failing_since ?? now;
  const retry_at = new Date(now.getTime() + backoffMs(attempts));
  const failed = { ...state, attempts, failing_since, retry_count: count, retry_at, error };
  if (count === 1 && isPoison(failed, deliveredAt))
    return { state: { ...goOn, size: 1, failing_since }, deadLetter: true };
  if (count > 1 && attempts >= ATTEMPTS_BEFORE_HALVING) {
    const size = Math.ceil(count / 2);
    return { state: { ...failed, attempts: 0, size, retry_count: null, retry_at: null }, deadLetter: false };
  }
  return { state: failed, deadLetter: false };
}
