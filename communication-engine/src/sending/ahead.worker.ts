import type { Provider } from '../channels/provider';
import type { Limit } from '../limits/limit.service';
import type { Leased } from '../messages/queue.store';
import type { Sending } from './sending.service';

interface AheadDeps {
  sending: Sending;
  limit: Limit;
  provider: Provider;
  /** Milliseconds that only ever go forward, as `performance.now`. */
  stopwatch: () => number;
}

/** For every lane, so many are taken at once. */
const FOR_EACH_LANE = 2;
/** Then they go back, for another instance may have lanes free; long before their lease ends. */
const KEPT_MS = 2_000;

/** Messages taken from the queue before there is room for them: asking costs as much for one as for many. */
export function createAhead({ sending, limit, provider, stopwatch }: AheadDeps) {
  const size = Math.min(limit.most, provider.concurrency * FOR_EACH_LANE);
  let ahead: Leased[] = [];
  let takenAt = 0;

  const release = async () => {
    await Promise.all(ahead.splice(0).map(sending.release));
  };

  return {
    next: async (count: number): Promise<Leased[]> => {
      if (stopwatch() > takenAt + KEPT_MS) await release();
      if (ahead.length === 0) {
        takenAt = stopwatch();
        ahead = await sending.lease(size);
      }
      return ahead.splice(0, count);
    },
    /** Back to their places in the queue. */
    release,
  };
}
