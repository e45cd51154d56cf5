import type { Offset } from './database-time';

/** At most `messages` in every window of `window_ms`. */
export interface Rate {
  messages: number;
  window_ms: number;
}

/** When a message may be handed over, on the stopwatch of this process; after `closes_at` the slot is void. */
export interface Slot {
  /** When to get its message ready. */
  prepare_at: number;
  opens_at: number;
  closes_at: number;
}

/** How late a message may go out in its slot. It costs throughput: a twentieth at a window of a second. */
export const TOLERANCE_MS = 50;
/** What remains of that for the way from the last look at the clock to the provider. */
const ON_THE_WAY_MS = 10;

/**
 * Between the openings of two slots. A message goes out at most `TOLERANCE_MS` after its slot opens, so any
 * `messages + 1` of them, however early the last and late the first, span at least the window.
 */
export const spacingMs = ({ messages, window_ms }: Rate): number => (window_ms + TOLERANCE_MS) / messages;

interface Reserved {
  /** When the first slot opens, by the database's clock. */
  first: number;
  count: number;
  spacing: number;
  leadTime: number;
}

/** The reserved slots on our stopwatch: open once it surely is time for them, closed before it may be too late. */
export const slotsOf = ({ first, count, spacing, leadTime }: Reserved, { least, most }: Offset): Slot[] =>
  Array.from({ length: count }, (_, index) => {
    const opening = first + index * spacing;
    const opens_at = opening - least;
    return { prepare_at: opens_at - leadTime, opens_at, closes_at: opening + TOLERANCE_MS - ON_THE_WAY_MS - most };
  });

/** Enough for an idle database next door. */
export const SHORTEST_LEAD_TIME_MS = 5;
const LONGEST_HEAD_START_MS = 2_000;
const RESERVE = 1.25;
const DECAY = 0.98;

/** How far ahead slots are asked for and messages got ready: as long as it took of late, and a little more. */
export const leadTimeAfter = (leadTime: number, took: number): number =>
  Math.min(LONGEST_HEAD_START_MS, Math.max(SHORTEST_LEAD_TIME_MS, took * RESERVE, leadTime * DECAY));
