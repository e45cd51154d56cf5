/** At most `messages` in every window of `window_ms`. */
export interface Rate {
  messages: number;
  window_ms: number;
}

/** When a message may be handed over, on the stopwatch of this process; after `closes_at` the slot is void. */
export interface Slot {
  opens_at: number;
  closes_at: number;
}

/** How late a slot may be used. It costs throughput: a twentieth at a window of a second. */
export const TOLERANCE_MS = 50;

/**
 * Between the openings of two slots. A message goes out at most `TOLERANCE_MS` after its slot opens, so any
 * `messages + 1` of them, however early the last and late the first, span at least the window.
 */
export const spacingMs = ({ messages, window_ms }: Rate): number => (window_ms + TOLERANCE_MS) / messages;

interface Reserved {
  /** When the first slot opens, and what time it was then, by the database's clock. */
  first: number;
  now: number;
  count: number;
  /** Our stopwatch before and after asking: the database looked at its clock somewhere in between. */
  asked: number;
  answered: number;
}

/** The reserved slots by our stopwatch; whatever the way to the database took makes them open later and close earlier. */
export const slotsOf = ({ first, now, count, asked, answered }: Reserved, spacing: number): Slot[] =>
  Array.from({ length: count }, (_, index) => {
    const ahead = first - now + index * spacing;
    return { opens_at: answered + ahead, closes_at: asked + ahead + TOLERANCE_MS };
  });
