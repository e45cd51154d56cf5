import { placeAfter, type Place } from '../outbox/place';

/** Where one partition of a subscription stands. */
export interface PartitionState extends Place {
  /** Failed deliveries of the batch at hand. */
  attempts: number;
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
export type DeliveryOutcome = 'delivered' | 'failed' | 'unreachable';

export const FULL_BATCH = 100;
const ATTEMPTS_BEFORE_HALVING = 2;
const ATTEMPTS_OF_ONE = 5;
const LONGEST_WAIT_MS = 60_000;

export const startAt = (position: number): PartitionState => ({
  ...placeAfter(position),
  attempts: 0,
  absences: 0,
  size: FULL_BATCH,
  retry_at: null,
  error: null,
});

const later = (now: Date, tries: number) =>
  new Date(now.getTime() + Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** (tries - 1)));

interface Delivered {
  outcome: DeliveryOutcome;
  error: string | null;
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
  { outcome, error, count, next, now }: Delivered,
): { state: PartitionState; deadLetter: boolean } {
  const goOn = { ...next, attempts: 0, absences: 0, retry_at: null, error: null };
  if (outcome === 'delivered')
    return { state: { ...goOn, size: Math.min(FULL_BATCH, state.size * 2) }, deadLetter: false };
  if (outcome === 'unreachable') {
    const absences = state.absences + 1;
    return { state: { ...state, absences, retry_at: later(now, absences), error }, deadLetter: false };
  }
  const attempts = state.attempts + 1;
  const failed = { ...state, attempts, absences: 0, retry_at: later(now, attempts), error };
  if (count === 1 && attempts >= ATTEMPTS_OF_ONE) return { state: { ...goOn, size: 1 }, deadLetter: true };
  if (count > 1 && attempts >= ATTEMPTS_BEFORE_HALVING)
    return { state: { ...failed, attempts: 0, size: Math.ceil(count / 2), retry_at: null }, deadLetter: false };
  return { state: failed, deadLetter: false };
}
