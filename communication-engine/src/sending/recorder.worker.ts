import { ExponentialBackoff, handleAll, retry } from 'cockatiel';
import type { Outcome } from '../messages/change';

export type Recorder = ReturnType<typeof createRecorder>;

/**
 * Writes outcomes down together: while one batch is being written, the next one gathers. What the provider answered must
 * not be forgotten because the database is away for a while, so it is tried for more than a minute.
 */
export function createRecorder(write: (outcomes: readonly Outcome[]) => Promise<void>) {
  const backoff = new ExponentialBackoff({ initialDelay: 100, maxDelay: 5_000 });
  const insistently = retry(handleAll, { maxAttempts: 20, backoff });
  let gathering: { outcomes: Outcome[]; written: Promise<void> } | null = null;
  let before: Promise<unknown> = Promise.resolve();

  const gather = () => {
    const outcomes: Outcome[] = [];
    const written = before.then(() => {
      gathering = null;
      return insistently.execute(() => write(outcomes));
    });
    before = written.catch(() => undefined); // those who wait for it hear of it
    return { outcomes, written };
  };

  /** Resolves when it is written. */
  return (outcome: Outcome): Promise<void> => {
    gathering ??= gather();
    gathering.outcomes.push(outcome);
    return gathering.written;
  };
}
