import type { Submission } from '../channels/provider';
import type { Change } from '../messages/change';
import { MAX_ATTEMPTS, retryAt } from './retry';

interface Circumstances {
  provider: string;
  attempts: number;
  now: Date;
  random: number;
}

/** Submitted, refused for good, put off for a while or for too long, or not known. */
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
