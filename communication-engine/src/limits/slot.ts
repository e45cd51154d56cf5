import type { Offset } from './database-time';

/** At most `messages` in every window of `window_ms`. */
export interface Rate {
  messages: number;
  window_ms: number;
}

/** The time in which one message may be submitted, by the monotonic clock; after `closes_at` the slot is void. */
export interface Slot {
  /** When to begin to prepare the message. */
  prepare_at: number;
  opens_at: number;
  closes_at: number;
}

/** How late after its opening a slot may be used. It costs throughput: a twentieth at a window of one second. */
export const TOLERANCE_MS = 50;
/** The part of the tolerance that is left for the way from the last check of the clock to the provider. */
const ON_THE_WAY_MS = 10;

/**
 * Milliseconds between the openings of two slots. A message is submitted at most `TOLERANCE_MS` after its slot opens, so
 * any `messages + 1` messages span at least the window, even if the first is late and the last is early.
 */
export const spacingMs = ({ messages, window_ms }: Rate): number => (window_ms + TOLERANCE_MS) / messages;

interface Reserved {
  /** The opening of the first slot by the database's clock. */
  first: number;
  count: number;
  spacing: number;
  leadTime: number;
}

/** Reserved slots on the monotonic clock. Both bounds of the offset are used, so that a slot is never used early or late. */
export const slotsOf = ({ first, count, spacing, leadTime }: Reserved, { least, most }: Offset): Slot[] =>
  Array.from({ length: count }, (_, index) => {
    const opening = first + index * spacing;
    const opens_at = opening - least;
    return { prepare_at: opens_at - leadTime, opens_at, closes_at: opening + TOLERANCE_MS - ON_THE_WAY_MS - most };
  });

/** Enough for an idle database on the same machine. */
export const MIN_LEAD_TIME_MS = 5;
const MAX_LEAD_TIME_MS = 2_000;
const MARGIN = 1.25;
const DECAY = 0.98;

/** How long before its opening a slot is reserved: as long as preparing a message took lately, with a margin. */
export const leadTimeAfter = (leadTime: number, took: number): number =>
  Math.min(MAX_LEAD_TIME_MS, Math.max(MIN_LEAD_TIME_MS, took * MARGIN, leadTime * DECAY));
