import { ExponentialBackoff, handleAll, retry } from 'cockatiel';
import type { Outcome } from '../messages/change';
import { createBatcher } from './batcher';

export type OutcomeWriter = ReturnType<typeof createOutcomeWriter>;

/**
 * Writes outcomes down together; resolves when it is done. What the provider answered must not be forgotten because the
 * database is away for a while, so it is tried for more than a minute.
 */
export function createOutcomeWriter(write: (outcomes: readonly Outcome[]) => Promise<void>) {
  const backoff = new ExponentialBackoff({ initialDelay: 100, maxDelay: 5_000 });
  const insistently = retry(handleAll, { maxAttempts: 20, backoff });
  return createBatcher((outcomes: readonly Outcome[]) => insistently.execute(() => write(outcomes)));
}
