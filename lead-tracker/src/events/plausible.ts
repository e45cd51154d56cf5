/** Clocks differ; an event later than this after now is a mistake. */
const AHEAD_MS = 24 * 3_600_000;

/** Why nothing can have happened then; undefined when it can. */
export function whyImplausible(timestamp: Date, now: Date): string | undefined {
  // Before computers counted time; and the year 0000 with an offset is one that ISO 8601 cannot write back in UTC.
  if (timestamp.getTime() < 0) return 'lies before 1970';
  return timestamp.getTime() > now.getTime() + AHEAD_MS ? 'lies in the future' : undefined;
}
