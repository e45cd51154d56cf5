/** Bounds of the difference between the database's clock and this process's monotonic clock, in milliseconds. */
export interface Offset {
  least: number;
  most: number;
  /** When the bounds were known, by the monotonic clock. */
  known_at: number;
}

/** One reading of the database's clock, and the monotonic clock before the request and after the answer. */
export interface Sighting {
  now: number;
  asked: number;
  answered: number;
}

/** Time synchronisation slews a clock by at most half of this, so two clocks drift apart at most this fast. */
const DRIFT = 0.001;
/** The database's time is truncated to whole milliseconds. */
const GRAIN_MS = 1;

/**
 * Narrows the bounds by a new reading. The error of a reading is as large as its round trip, so an earlier reading with a
 * short round trip may be more exact than the new one, apart from the drift since. Contradicting bounds mean that the
 * database's clock was set; then only the new reading counts.
 */
export function refineClockOffset(known: Offset | null, { now, asked, answered }: Sighting): Offset {
  const seen = { least: now - answered, most: now + GRAIN_MS - asked, known_at: answered };
  if (!known) return seen;
  const drift = (answered - known.known_at) * DRIFT;
  const least = Math.max(seen.least, known.least - drift);
  const most = Math.min(seen.most, known.most + drift);
  return least <= most ? { least, most, known_at: answered } : seen;
}
