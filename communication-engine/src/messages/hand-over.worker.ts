import { ExponentialBackoff, handleAll, retry, TaskCancelledError, timeout, TimeoutStrategy } from 'cockatiel';
import type { Provider, Submission } from '../channels/provider';
import type { MessageDocument } from './message.model';
import type { Sending } from './sending.service';
import { toRendered } from './to-rendered';

const SUBMIT_WITHIN_MS = 30_000;

/** Hands a message to the provider and records the answer, whatever it takes: an answer must not be forgotten. */
export function createHandOver(sending: Sending, provider: Provider) {
  const inTime = timeout(SUBMIT_WITHIN_MS, TimeoutStrategy.Aggressive);
  // More than a minute: the database may be away for a while.
  const insistently = retry(handleAll, {
    maxAttempts: 20,
    backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 5_000 }),
  });

  const submit = async (message: MessageDocument): Promise<Submission> => {
    try {
      return await inTime.execute(() => provider.submit(toRendered(message)));
    } catch (error) {
      if (error instanceof TaskCancelledError)
        return { status: 'unknown', reason: 'the provider did not answer in time' };
      throw error;
    }
  };

  return async (message: MessageDocument): Promise<void> => {
    const submission = await submit(message);
    await insistently.execute(() => sending.record(message, submission));
  };
}
