/** How far the database's clock is ahead of our stopwatch: somewhere between the two. */
export interface Offset {
  least: number;
  most: number;
  /** When we knew, by our stopwatch. */
  known_at: number;
}

/** One look at the database's clock, and our stopwatch before and after. */
export interface Sighting {
  now: number;
  asked: number;
  answered: number;
}

/** Clocks are set right by at most half of this, so two of them drift apart no faster. */
const DRIFT = 0.001;
/** The database tells whole milliseconds, cut off. */
const GRAIN_MS = 1;

/**
 * What a sighting adds to what was known. Its own error is as large as its way was long, but a quick answer of a moment
 * ago still tells more than a slow one of now. Where the two contradict, the database's clock was set anew.
 */
export function refineClockOffset(known: Offset | null, { now, asked, answered }: Sighting): Offset {
  const seen = { least: now - answered, most: now + GRAIN_MS - asked, known_at: answered };
  if (!known) return seen;
  const drift = (answered - known.known_at) * DRIFT;
  const least = Math.max(seen.least, known.least - drift);
  const most = Math.min(seen.most, known.most + drift);
  return least <= most ? { least, most, known_at: answered } : seen;
}
