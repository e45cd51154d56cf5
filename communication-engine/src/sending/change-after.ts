import type { Submission } from '../channels/provider';
import type { Change } from '../messages/change';

const MINUTE_MS = 60_000;
const FIRST_WAIT_MS = 10_000;
const FACTOR = 6;
const JITTER = 0.25;
/** A provider cannot reasonably ask for a longer wait. */
const MAX_WAIT_MS = 24 * 60 * MINUTE_MS;

/** After this many attempts a deferred message has failed; the attempts take 43 minutes or more. */
export const MAX_ATTEMPTS = 5;

interface Deferred {
  /** Number of attempts so far. */
  attempts: number;
  /** The wait that the provider asked for; the retry is never earlier. */
  retry_after_ms?: number | undefined;
  now: Date;
  /** Between 0 and 1: spreads the retries of messages that were deferred together. */
  random: number;
}

/** The time of the next attempt: in 10 s, 1 min, 6 min, 36 min or as the provider asked, plus up to a quarter. */
export function retryAt({ attempts, retry_after_ms, now, random }: Deferred): Date {
  const wait = Math.min(retry_after_ms ?? FIRST_WAIT_MS * FACTOR ** (attempts - 1), MAX_WAIT_MS);
  return new Date(now.getTime() + Math.ceil(wait * (1 + random * JITTER)));
}

interface Circumstances {
  provider: string;
  attempts: number;
  now: Date;
  random: number;
}

/** The change that follows from a provider's answer. */
export function changeAfter(submission: Submission, { provider, attempts, now, random }: Circumstances): Change {
  switch (submission.status) {
    case 'submitted':
      return { status: 'submitted', provider, provider_id: submission.provider_id };
    case 'refused':
      return { status: 'failed', reason: submission.reason, given_up: false };
    case 'unknown':
      return { status: 'unknown', reason: submission.reason };
    case 'deferred': {
      const { reason, retry_after_ms } = submission;
      if (attempts >= MAX_ATTEMPTS) return { status: 'failed', reason, given_up: true };
      return {
        status: 'queued',
        reason,
        attempts,
        next_attempt_at: retryAt({ attempts, retry_after_ms, now, random }),
      };
    }
  }
}
