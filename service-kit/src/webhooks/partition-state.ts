import { offsetAfter, type StreamOffset } from '../outbox/stream-offset';

/** Where one partition of a subscription stands. */
export interface PartitionState extends StreamOffset {
  /** Failed deliveries of the batch at hand. */
  attempts: number;
  /** Since when it has not taken a whole batch; null while all is well. */
  failing_since: Date | null;
  /** Deliveries in a row that found nobody there. */
  absences: number;
  /** How many facts the next batch may hold. */
  size: number;
  retry_at: Date | null;
  /** Why the last delivery did not succeed; null when it did. */
  error: string | null;
}

/**
 * `failed`: the subscriber took the batch and could not process it. `unreachable`: it was not there to take it, which
 * says nothing about the facts.
 */
export type DeliveryResult = 'delivered' | 'failed' | 'unreachable';

export const FULL_BATCH = 100;
const ATTEMPTS_BEFORE_HALVING = 2;
const ATTEMPTS_OF_ONE = 5;
/** About a day of the longest waits: an outage ends before its facts are given up. */
const ATTEMPTS_IN_DOUBT = 24 * 60;
const LONGEST_WAIT_MS = 60_000;

export const startAt = (position: number): PartitionState => ({
  ...offsetAfter(position),
  attempts: 0,
  failing_since: null,
  absences: 0,
  size: FULL_BATCH,
  retry_at: null,
  error: null,
});

const later = (now: Date, tries: number) =>
  new Date(now.getTime() + Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** (tries - 1)));

interface Delivered {
  outcome: DeliveryResult;
  error: string | null;
  /** How many facts the batch held. */
  count: number;
  /** The place after the batch. */
  next: StreamOffset;
  /** When the subscriber last took a batch, on any partition. */
  deliveredAt: Date | null;
  now: Date;
}

/** A fact is the culprit when others were taken meanwhile; where nothing is, something behind the subscriber is down. */
const isPoison = ({ attempts, failing_since }: PartitionState, deliveredAt: Date | null): boolean => {
  const othersGoThrough = deliveredAt !== null && failing_since !== null && deliveredAt > failing_since;
  return attempts >= (othersGoThrough ? ATTEMPTS_OF_ONE : ATTEMPTS_IN_DOUBT);
};

/**
 * A batch that fails is tried again, then halved until the poison fact stands alone; that one becomes a dead letter
 * after its attempts, and the others go on. An unreachable subscriber is waited for, as long as the outbox keeps the facts.
 */
export function afterDelivery(
  state: PartitionState,
  { outcome, error, count, next, now, deliveredAt }: Delivered,
): { state: PartitionState; deadLetter: boolean } {
  const goOn = { ...next, attempts: 0, absences: 0, retry_at: null, error: null };
  if (outcome === 'delivered') {
    const size = Math.min(FULL_BATCH, state.size * 2);
    // Until it takes whole batches again, what it takes is evidence against the fact it does not.
    const failing_since = size === FULL_BATCH ? null : state.failing_since;
    return { state: { ...goOn, size, failing_since }, deadLetter: false };
  }
  if (outcome === 'unreachable') {
    const absences = state.absences + 1;
    return { state: { ...state, absences, retry_at: later(now, absences), error }, deadLetter: false };
  }
  const attempts = state.attempts + 1;
  const failing_since = state.failing_since ?? now;
  const failed = { ...state, attempts, failing_since, absences: 0, retry_at: later(now, attempts), error };
  if (count === 1 && isPoison(failed, deliveredAt))
    return { state: { ...goOn, size: 1, failing_since }, deadLetter: true };
  if (count > 1 && attempts >= ATTEMPTS_BEFORE_HALVING)
    return { state: { ...failed, attempts: 0, size: Math.ceil(count / 2), retry_at: null }, deadLetter: false };
  return { state: failed, deadLetter: false };
}
