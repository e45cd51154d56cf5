/** Clocks differ between systems: an event up to a day ahead is accepted. */
const AHEAD_MS = 24 * 3_600_000;

/** Why an event cannot have happened at this time; undefined when it can. */
export function whyImplausible(timestamp: Date, now: Date): string | undefined {
  // Also excludes the year 0000 with an offset, which ISO 8601 cannot express in UTC.
  if (timestamp.getTime() < 0) return 'lies before 1970';
  return timestamp.getTime() > now.getTime() + AHEAD_MS ? 'lies in the future' : undefined;
}
