const MINUTE_MS = 60_000;
const FIRST_WAIT_MS = 10_000;
const FACTOR = 6;
const JITTER = 0.25;
/** Longer than a provider can mean. */
const LONGEST_WAIT_MS = 24 * 60 * MINUTE_MS;

/** A message is given up on when the provider put it off this often: after 43 minutes or more. */
export const MAX_ATTEMPTS = 5;

interface Deferred {
  /** How often it was tried so far. */
  attempts: number;
  /** The provider's own wish; never sooner than that. */
  retry_after_ms?: number | undefined;
  now: Date;
  /** Between 0 and 1: messages put off together do not come back together. */
  random: number;
}

/** 10 s, 1 min, 6 min, 36 min, or what the provider asked for, and up to a quarter more. */
export function retryAt({ attempts, retry_after_ms, now, random }: Deferred): Date {
  const wait = Math.min(retry_after_ms ?? FIRST_WAIT_MS * FACTOR ** (attempts - 1), LONGEST_WAIT_MS);
  return new Date(now.getTime() + Math.ceil(wait * (1 + random * JITTER)));
}
