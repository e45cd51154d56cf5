import type { Provider } from '../channels/provider';
import type { Limit } from '../limits/limit.service';
import type { Claimed } from '../messages/queue.store';
import type { Sending } from './sending.service';

interface PrefetchDeps {
  sending: Sending;
  limit: Limit;
  provider: Provider;
  /** Milliseconds that never go back, as of `performance.now`. */
  monotonicNow: () => number;
}

/** Messages claimed at once, per message that the provider accepts at the same time. */
const PREFETCH_FACTOR = 2;
/** Unused messages go back to the queue after this time, long before their claim ends: another instance may be free. */
const MAX_AGE_MS = 2_000;

/** Claims messages before there is room for them, because one query for many costs as much as one for a single one. */
export function createPrefetch({ sending, limit, provider, monotonicNow }: PrefetchDeps) {
  const size = Math.min(limit.most, provider.concurrency * PREFETCH_FACTOR);
  let prefetched: Claimed[] = [];
  let claimedAt = 0;

  const release = async () => {
    await Promise.all(prefetched.splice(0).map(sending.release));
  };

  return {
    /** Up to `count` claimed messages. */
    next: async (count: number): Promise<Claimed[]> => {
      if (monotonicNow() > claimedAt + MAX_AGE_MS) await release();
      if (prefetched.length === 0) {
        claimedAt = monotonicNow();
        prefetched = await sending.claim(size);
      }
      return prefetched.splice(0, count);
    },
    /** Gives all unused messages back to the queue. */
    release,
  };
}
