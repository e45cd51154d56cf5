import { setTimeout as sleep } from 'node:timers/promises';
import Bottleneck from 'bottleneck';
import type { Log } from '@lead-nurturing/service-kit/runtime/log';
import { startWorker, type Worker } from '@lead-nurturing/service-kit/runtime/worker';
import type { Provider } from '../channels/provider';
import type { Limit } from '../limits/limit.service';
import type { Slot } from '../limits/slot';
import { createHandOver } from './hand-over.worker';
import type { Sending } from './sending.service';

interface SenderDeps {
  sending: Sending;
  limit: Limit;
  provider: Provider;
  /** The limit's stopwatch. */
  stopwatch: () => number;
  log: Log;
}

const IDLE_MS = 250;

/** Hands over due messages, each in a slot of the limit, in as many lanes as the provider takes messages at once. */
export function startSender({ sending, limit, provider, stopwatch, log }: SenderDeps): Worker {
  const lanes = new Bottleneck({ maxConcurrent: provider.concurrency });
  const handOver = createHandOver(sending, provider);
  const stopping = new AbortController();
  /** Lanes that have a slot and no message yet. */
  let expecting = 0;

  const until = async (time: number, options: { signal?: AbortSignal } = {}) => {
    for (let left = time - stopwatch(); left > 0; left = time - stopwatch())
      await sleep(Math.ceil(left), undefined, options);
  };

  const messageFor = async ({ prepare_at }: Slot) => {
    try {
      await until(prepare_at, { signal: stopping.signal });
      return await sending.next();
    } catch (error) {
      if (stopping.signal.aborted) return null;
      throw error;
    } finally {
      expecting -= 1;
    }
  };

  const use = async (slot: Slot) => {
    const message = await messageFor(slot);
    if (!message) return;
    limit.prepared(slot);
    await until(slot.opens_at);
    if (limit.isOpen(slot)) await handOver(message);
    else await sending.giveBack(message, 'its turn had passed');
  };

  const turn = async () => {
    const { RECEIVED, QUEUED, RUNNING, EXECUTING } = lanes.counts();
    const free = provider.concurrency - (RECEIVED + QUEUED + RUNNING + EXECUTING);
    if (free <= 0) return false;
    const waiting = (await sending.due(free + expecting)) - expecting;
    const count = Math.min(waiting, free, limit.most);
    if (count <= 0) return false;
    const slots = await limit.reserve(count);
    expecting += slots.length;
    for (const slot of slots)
      void lanes
        .schedule(() => use(slot))
        // Its message stays as it is, for nobody knows how far it came: it is declared unknown when its time is over.
        .catch((error: unknown) => log.error({ err: error, worker: 'sender' }, 'a hand-over failed'))
        .finally(worker.wake);
    return false;
  };

  const worker = startWorker({ name: 'sender', log, idleMs: IDLE_MS, turn });
  return {
    wake: worker.wake,
    stop: async () => {
      await worker.stop();
      stopping.abort();
      await lanes.stop({ dropWaitingJobs: false });
      await provider.close();
    },
  };
}
