import Bottleneck from 'bottleneck';
import type { Log } from '@lead-nurturing/service-kit/runtime/log';
import { startWorker, type Worker } from '@lead-nurturing/service-kit/runtime/worker';
import type { Provider } from '../channels/provider';
import type { Limit } from '../limits/limit.service';
import type { Leased } from '../messages/queue.store';
import { createHandOver } from './hand-over.worker';
import type { Recorder } from './recorder.worker';
import type { Sending } from './sending.service';
import { createSetOut, type Scheduled } from './set-out.worker';
import { wavesOf } from './waves';

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
/** Messages do not get their slots long before they may go. */
const HORIZON_MS = 1_000;
/** So many at most are taken from the queue together. */
const AHEAD = 50;
/** For every lane, so many messages at most are under way: in it, or waiting for their answer to be written down. */
const FOR_EACH_LANE = 4;

/** Hands over due messages, each in a slot of the limit. */
export function startSender({ sending, record, limit, provider, stopwatch, log }: SenderDeps): Worker {
  const lanes = new Bottleneck({ maxConcurrent: provider.concurrency });
  const stopping = new AbortController();
  const handOver = createHandOver({ sending, limit, stopwatch });
  const setOut = createSetOut({ sending, handOver, provider, log }, stopping.signal);
  const underWay = new Set<Promise<void>>();
  /** Taken from the queue, and without a slot so far. */
  const ahead: Leased[] = [];
  let bookedUntil = 0;

  const send = async (message: Scheduled, onItsWay: ReturnType<typeof setOut>) => {
    const written = await lanes.schedule(() => onItsWay(message));
    worker.wake();
    if (written) await record(written);
  };

  const start = (wave: readonly Scheduled[]) => {
    const onItsWay = setOut(wave);
    for (const message of wave) {
      const sent = send(message, onItsWay)
        // The message stays as it is, for nobody knows how far it came: it is declared unknown when its time is over.
        .catch((error: unknown) => log.error({ err: error, worker: 'sender' }, 'a hand-over failed'))
        .finally(() => {
          underWay.delete(sent);
          worker.wake();
        });
      underWay.add(sent);
      bookedUntil = message.slot.opens_at;
    }
  };

  const room = () => {
    const { RECEIVED, QUEUED, RUNNING, EXECUTING } = lanes.counts();
    const free = provider.concurrency - (RECEIVED + QUEUED + RUNNING + EXECUTING);
    return Math.min(limit.most, free, provider.concurrency * FOR_EACH_LANE - underWay.size);
  };

  const turn = async () => {
    const count = room();
    if (count <= 0 || bookedUntil > stopwatch() + HORIZON_MS) return false;
    if (ahead.length === 0) ahead.push(...(await sending.lease(Math.min(limit.most, AHEAD))));
    if (ahead.length === 0) return false;
    const next = ahead.splice(0, count);
    const slots = await limit.reserve(next.length);
    const scheduled = slots.flatMap((slot, index) => {
      const leased = next[index];
      return leased ? [{ leased, slot }] : [];
    });
    wavesOf(scheduled).forEach(start);
    return true;
  };

  const worker = startWorker({ name: 'sender', log, idleMs: IDLE_MS, turn });
  return {
    wake: worker.wake,
    stop: async () => {
      await worker.stop();
      stopping.abort();
      await Promise.all(ahead.map(sending.release));
      await Promise.all(underWay);
      await provider.close();
    },
  };
}
