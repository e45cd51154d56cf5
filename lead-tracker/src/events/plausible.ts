/** Clocks differ; an event later than this after now is a mistake. */
const AHEAD_MS = 24 * 3_600_000;

export const isPlausible = (timestamp: Date, now: Date): boolean => timestamp.getTime() <= now.getTime() + AHEAD_MS;
