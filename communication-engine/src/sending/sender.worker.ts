import Bottleneck from 'bottleneck';
import type { Log } from '@lead-nurturing/service-kit/runtime/log';
import { startWorker, type Worker } from '@lead-nurturing/service-kit/runtime/worker';
import type { Provider } from '../channels/provider';
import type { Limit } from '../limits/limit.service';
import type { Slot } from '../limits/slot';
import type { Outcome } from '../messages/change';
import { createAhead } from './ahead.worker';
import { createHandOver } from './hand-over.worker';
import type { Leased } from '../messages/queue.store';
import type { Recorder } from './recorder.worker';
import type { Sending } from './sending.service';
import { toRendered } from './to-rendered';

interface SenderDeps {
  sending: Sending;
  record: Recorder;
  limit: Limit;
  provider: Provider;
  /** The limit's stopwatch. */
  stopwatch: () => number;
  log: Log;
}

const IDLE_MS = 250;
/** Messages are not taken from the queue long before they may go. */
const HORIZON_MS = 1_000;
/** For every lane, so many messages at most are under way: in it, or waiting for their answer to be written down. */
const FOR_EACH_LANE = 4;

/** Hands over due messages, each in a slot of the limit. */
export function startSender({ sending, record, limit, provider, stopwatch, log }: SenderDeps): Worker {
  const lanes = new Bottleneck({ maxConcurrent: provider.concurrency });
  const handOver = createHandOver({ sending, limit, stopwatch });
  const stopping = new AbortController();
  const ahead = createAhead({ sending, limit, provider, stopwatch });
  const underWay = new Set<Promise<void>>();
  let bookedUntil = 0;

  /** What is to be written down of it; null when that is nothing. */
  const use = async (leased: Leased, slot: Slot): Promise<Outcome | null> => {
    await handOver.until(slot.prepare_at, { signal: stopping.signal }).catch(() => undefined);
    if (stopping.signal.aborted) return sending.release(leased).then(() => null);
    const prepared = await provider.prepare(toRendered(leased.message));
    if (prepared.status !== 'ready') return sending.attempt(leased, async () => prepared);
    return sending.attempt(leased, (message) => handOver.submit(message, prepared, slot)).finally(prepared.release);
  };

  const send = async (leased: Leased, slot: Slot) => {
    const written = await lanes.schedule(() => use(leased, slot));
    worker.wake();
    if (written) await record(written);
  };

  const start = (leased: Leased, slot: Slot) => {
    const sent = send(leased, slot)
      // The message stays as it is, for nobody knows how far it came: it is declared unknown when its time is over.
      .catch((error: unknown) => log.error({ err: error, worker: 'sender' }, 'a hand-over failed'))
      .finally(() => {
        underWay.delete(sent);
        worker.wake();
      });
    underWay.add(sent);
    bookedUntil = slot.opens_at;
  };

  const room = () => {
    const { RECEIVED, QUEUED, RUNNING, EXECUTING } = lanes.counts();
    const free = provider.concurrency - (RECEIVED + QUEUED + RUNNING + EXECUTING);
    return Math.min(limit.most, free, provider.concurrency * FOR_EACH_LANE - underWay.size);
  };

  const turn = async () => {
    const count = room();
    if (count <= 0 || bookedUntil > stopwatch() + HORIZON_MS) return false;
    const leased = await ahead.next(count);
    const slots = leased.length > 0 ? await limit.reserve(leased.length) : [];
    for (const [index, slot] of slots.entries()) {
      const next = leased[index];
      if (next) start(next, slot);
    }
    return leased.length > 0;
  };

  const worker = startWorker({ name: 'sender', log, idleMs: IDLE_MS, turn });
  const stop = async () => {
    await worker.stop();
    stopping.abort();
    // One that fails keeps no other from being handed over to its end.
    await Promise.allSettled([ahead.release(), ...underWay]);
    await provider.close();
  };
  return { ...worker, stop };
}
