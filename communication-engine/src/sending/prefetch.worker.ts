import type { Provider } from '../channels/provider';
import type { Limit } from '../limits/limit.service';
import type { Claimed } from '../messages/queue.store';
import type { Sending } from './sending.service';

interface PrefetchDeps {
  sending: Sending;
  limit: Limit;
  provider: Provider;
  /** Milliseconds that only ever go forward, as `performance.now`. */
  monotonicNow: () => number;
}

/** For every lane, so many are taken at once. */
const PREFETCH_FACTOR = 2;
/** Then they go back, for another instance may have lanes free; long before their lease ends. */
const KEPT_MS = 2_000;

/** Messages taken from the queue before there is room for them: asking costs as much for one as for many. */
export function createPrefetch({ sending, limit, provider, monotonicNow }: PrefetchDeps) {
  const size = Math.min(limit.most, provider.concurrency * PREFETCH_FACTOR);
  let prefetched: Claimed[] = [];
  let takenAt = 0;

  const release = async () => {
    await Promise.all(prefetched.splice(0).map(sending.release));
  };

  return {
    next: async (count: number): Promise<Claimed[]> => {
      if (monotonicNow() > takenAt + KEPT_MS) await release();
      if (prefetched.length === 0) {
        takenAt = monotonicNow();
        prefetched = await sending.claim(size);
      }
      return prefetched.splice(0, count);
    },
    /** Back to their places in the queue. */
    release,
  };
}
