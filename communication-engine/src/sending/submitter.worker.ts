import { setTimeout as sleep } from 'node:timers/promises';
import { TaskCancelledError, timeout, TimeoutStrategy } from 'cockatiel';
import type { Ready, Submission } from '../channels/provider';
import type { Limit } from '../limits/limit.service';
import type { Slot } from '../limits/slot';
import type { MessageDocument } from '../messages/message.model';
import type { Sending, Withdrawn } from './sending.service';

interface SubmitterDeps {
  sending: Sending;
  limit: Limit;
  /** The same clock as the limit's. */
  monotonicNow: () => number;
}

const SUBMIT_WITHIN_MS = 30_000;
/** A message that has missed its slots for this long goes back to the queue. */
const PATIENCE_MS = 15_000;

/** Submits prepared messages within their slots, each with a time limit. */
export function createSubmitter({ sending, limit, monotonicNow }: SubmitterDeps) {
  const inTime = timeout(SUBMIT_WITHIN_MS, TimeoutStrategy.Aggressive);

  const until = async (time: number, options: { signal?: AbortSignal } = {}) => {
    for (let left = time - monotonicNow(); left > 0; left = time - monotonicNow())
      await sleep(Math.ceil(left), undefined, options);
  };

  const submitBy = async (ready: Ready, latest: number): Promise<Submission | null> => {
    try {
      // Check the deadline and submit without awaiting in between.
      return await inTime.execute(() => (monotonicNow() <= latest ? ready.submit() : null));
    } catch (error) {
      if (!(error instanceof TaskCancelledError)) throw error;
      return { status: 'unknown', reason: 'the provider did not answer within 30 s' };
    }
  };

  return {
    /** Resolves at this time of the monotonic clock. */
    until,
    /** Submits in this slot, or in a later one if it is missed. Returns null after {@link PATIENCE_MS} of missed slots. */
    submit: async (message: MessageDocument, ready: Ready, slot: Slot): Promise<Submission | Withdrawn | null> => {
      limit.prepared(slot);
      const patientUntil = monotonicNow() + PATIENCE_MS;
      for (let next: Slot | undefined = slot; next && next.opens_at < patientUntil; [next] = await limit.reserve(1)) {
        await until(next.prepare_at);
        if (next !== slot && (await sending.isSuppressed(message))) return { status: 'withdrawn' };
        await until(next.opens_at);
        const submission = await submitBy(ready, next.closes_at);
        if (submission) return submission;
      }
      return null;
    },
  };
}
