import type { Place } from '../outbox/read-batch';

/** Where one partition of a subscription stands. */
export interface PartitionState extends Place {
  /** Failed deliveries of the batch at hand. */
  attempts: number;
  /** How many facts the next batch may hold. */
  size: number;
  retry_at: Date | null;
}

/**
 * `failed`: the subscriber took the batch and could not process it. `unreachable`: it was not there to take it, which
 * says nothing about the facts.
 */
export type DeliveryOutcome = 'delivered' | 'failed' | 'unreachable';

export const FULL_BATCH = 100;
const ATTEMPTS_BEFORE_HALVING = 2;
const ATTEMPTS_OF_ONE = 5;
const LONGEST_WAIT_MS = 60_000;

export const startAt = (position: number): PartitionState => ({
  position,
  offset: Number.MAX_SAFE_INTEGER,
  attempts: 0,
  size: FULL_BATCH,
  retry_at: null,
});

const waitMs = (attempts: number) => Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** (attempts - 1));

interface Delivered {
  outcome: DeliveryOutcome;
  /** How many facts the batch held. */
  count: number;
  /** The place after the batch. */
  next: Place;
  now: Date;
}

/**
 * A batch that fails is tried again, then halved until the poison fact stands alone; that one becomes a dead letter
 * after its attempts, and the others go on. An unreachable subscriber is waited for, however long it takes.
 */
export function afterDelivery(
  state: PartitionState,
  { outcome, count, next, now }: Delivered,
): { state: PartitionState; deadLetter: boolean } {
  if (outcome === 'delivered')
    return {
      state: { ...next, attempts: 0, size: Math.min(FULL_BATCH, state.size * 2), retry_at: null },
      deadLetter: false,
    };
  const attempts = state.attempts + 1;
  const retry_at = new Date(now.getTime() + waitMs(attempts));
  if (outcome === 'unreachable') return { state: { ...state, attempts, retry_at }, deadLetter: false };
  if (count === 1 && attempts >= ATTEMPTS_OF_ONE)
    return { state: { ...next, attempts: 0, size: 1, retry_at: null }, deadLetter: true };
  if (count > 1 && attempts >= ATTEMPTS_BEFORE_HALVING)
    return { state: { ...state, attempts: 0, size: Math.ceil(count / 2), retry_at: now }, deadLetter: false };
  return { state: { ...state, attempts, retry_at }, deadLetter: false };
}
