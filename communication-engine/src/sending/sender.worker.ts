import Bottleneck from 'bottleneck';
import type { Log } from '@lead-nurturing/service-kit/runtime/log';
import { startWorker, type Worker } from '@lead-nurturing/service-kit/runtime/worker';
import type { Provider } from '../channels/provider';
import type { Limit } from '../limits/limit.service';
import type { Slot } from '../limits/slot';
import type { Outcome } from '../messages/change';
import { createPrefetch } from './prefetch.worker';
import { createSubmitter } from './submitter.worker';
import type { Claimed } from '../messages/queue.store';
import type { OutcomeWriter } from './outcome-writer.worker';
import type { Sending } from './sending.service';
import { toRendered } from './to-rendered';

interface SenderDeps {
  sending: Sending;
  record: OutcomeWriter;
  limit: Limit;
  provider: Provider;
  /** The limit's stopwatch. */
  monotonicNow: () => number;
  log: Log;
}

const IDLE_MS = 250;
/** Messages are not taken from the queue long before they may go. */
const HORIZON_MS = 1_000;
/** For every lane, so many messages at most are under way: in it, or waiting for their answer to be written down. */
const UNDER_WAY_FACTOR = 4;

/** Hands over due messages, each in a slot of the limit. */
export function startSender({ sending, record, limit, provider, monotonicNow, log }: SenderDeps): Worker {
  const bulkhead = new Bottleneck({ maxConcurrent: provider.concurrency });
  const submitter = createSubmitter({ sending, limit, monotonicNow });
  const stopping = new AbortController();
  const prefetch = createPrefetch({ sending, limit, provider, monotonicNow });
  const underWay = new Set<Promise<void>>();
  let bookedUntil = 0;

  /** What is to be written down of it; null when that is nothing. */
  const use = async (claimed: Claimed, slot: Slot): Promise<Outcome | null> => {
    await submitter.until(slot.prepare_at, { signal: stopping.signal }).catch(() => undefined);
    if (stopping.signal.aborted) return sending.release(claimed).then(() => null);
    const prepared = await provider.prepare(toRendered(claimed.message));
    if (prepared.status !== 'ready') return sending.attempt(claimed, async () => prepared);
    return sending.attempt(claimed, (message) => submitter.submit(message, prepared, slot)).finally(prepared.release);
  };

  const send = async (claimed: Claimed, slot: Slot) => {
    const written = await bulkhead.schedule(() => use(claimed, slot));
    void worker.wake();
    if (written) await record(written);
  };

  const start = (claimed: Claimed, slot: Slot) => {
    const sent = send(claimed, slot)
      // The message stays as it is, for nobody knows how far it came: it is declared unknown when its time is over.
      .catch((error: unknown) => log.error({ err: error, worker: 'sender' }, 'a hand-over failed'))
      .finally(() => {
        underWay.delete(sent);
        void worker.wake();
      });
    underWay.add(sent);
    bookedUntil = slot.opens_at;
  };

  const room = () => {
    const { RECEIVED, QUEUED, RUNNING, EXECUTING } = bulkhead.counts();
    const free = provider.concurrency - (RECEIVED + QUEUED + RUNNING + EXECUTING);
    return Math.min(limit.most, free, provider.concurrency * UNDER_WAY_FACTOR - underWay.size);
  };

  const tick = async () => {
    const count = room();
    if (count <= 0 || bookedUntil > monotonicNow() + HORIZON_MS) return false;
    const claimed = await prefetch.next(count);
    const slots = claimed.length > 0 ? await limit.reserve(claimed.length) : [];
    for (const [index, slot] of slots.entries()) {
      const next = claimed[index];
      if (next) start(next, slot);
    }
    return claimed.length > 0;
  };

  const worker = startWorker({ name: 'sender', log, idleMs: IDLE_MS, tick });
  const stop = async () => {
    await worker.stop();
    stopping.abort();
    // One that fails keeps no other from being handed over to its end.
    await Promise.allSettled([prefetch.release(), ...underWay]);
    await provider.close();
  };
  return { ...worker, stop };
}
