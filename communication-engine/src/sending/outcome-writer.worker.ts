import { ExponentialBackoff, handleAll, retry } from 'cockatiel';
import type { Outcome } from '../messages/change';
import { createBatcher } from './batcher';

export type OutcomeWriter = ReturnType<typeof createOutcomeWriter>;

/**
 * Writes outcomes in batches; resolves when the outcome is written. An outcome must survive an absent database, because
 * its message was already submitted, so each batch is tried for more than a minute.
 */
export function createOutcomeWriter(write: (outcomes: readonly Outcome[]) => Promise<void>) {
  const backoff = new ExponentialBackoff({ initialDelay: 100, maxDelay: 5_000 });
  const retrying = retry(handleAll, { maxAttempts: 20, backoff });
  return createBatcher((outcomes: readonly Outcome[]) => retrying.execute(() => write(outcomes)));
}
