import Bottleneck from 'bottleneck';
import type { Log } from '@lead-nurturing/service-kit/runtime/log';
import { startWorker, type Worker } from '@lead-nurturing/service-kit/runtime/worker';
import type { Provider, RenderedMessage } from '../channels/provider';
import type { Limit } from '../limits/limit.service';
import type { Slot } from '../limits/slot';
import type { Outcome } from '../messages/change';
import type { MessageDocument } from '../messages/message.model';
import type { Claimed } from '../messages/queue.store';
import type { OutcomeWriter } from './outcome-writer.worker';
import { createPrefetch } from './prefetch.worker';
import type { Sending } from './sending.service';
import { createSubmitter } from './submitter.worker';

interface SenderDeps {
  sending: Sending;
  record: OutcomeWriter;
  limit: Limit;
  provider: Provider;
  /** The same clock as the limit's. */
  monotonicNow: () => number;
  log: Log;
}

const IDLE_MS = 250;
/** Messages are claimed at most this long before their slots. */
const HORIZON_MS = 1_000;
/** Most messages between claim and written outcome, per message that the provider accepts at the same time. */
const UNDER_WAY_FACTOR = 4;

/** The parts of a message that the provider gets. */
function toRendered({ _id, recipient, content }: MessageDocument): RenderedMessage {
  if (!content) throw new Error('a message without content cannot have been queued');
  const { subject, html, text, unsubscribe_url } = content;
  return { id: _id, to: { address: recipient.email, name: recipient.name }, subject, html, text, unsubscribe_url };
}

/** Submits due messages, each in a slot of the limit. */
export function startSender({ sending, record, limit, provider, monotonicNow, log }: SenderDeps): Worker {
  const bulkhead = new Bottleneck({ maxConcurrent: provider.concurrency });
  const submitter = createSubmitter({ sending, limit, monotonicNow });
  const stopping = new AbortController();
  const prefetch = createPrefetch({ sending, limit, provider, monotonicNow });
  const underWay = new Set<Promise<void>>();
  let bookedUntil = 0;

  /** Submits a message in its slot. Returns its outcome; null if there is none to write. */
  const submit = async (claimed: Claimed, slot: Slot): Promise<Outcome | null> => {
    await submitter.until(slot.prepare_at, { signal: stopping.signal }).catch(() => undefined);
    if (stopping.signal.aborted) return sending.release(claimed).then(() => null);
    const prepared = await provider.prepare(toRendered(claimed.message));
    if (prepared.status !== 'ready') return sending.attempt(claimed, async () => prepared);
    return sending.attempt(claimed, (message) => submitter.submit(message, prepared, slot)).finally(prepared.release);
  };

  const send = async (claimed: Claimed, slot: Slot) => {
    const outcome = await bulkhead.schedule(() => submit(claimed, slot));
    void worker.wake();
    if (outcome) await record(outcome);
  };

  const start = (claimed: Claimed, slot: Slot) => {
    const sent = send(claimed, slot)
      // The message keeps its status: the stale-submission reaper sets it to `unknown`, as the provider may have it.
      .catch((error: unknown) => log.error({ err: error, worker: 'sender' }, 'a submission failed'))
      .finally(() => {
        underWay.delete(sent);
        void worker.wake();
      });
    underWay.add(sent);
    bookedUntil = slot.opens_at;
  };

  /** How many more messages may be started now. */
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
    // allSettled: an error must not end the wait for the other submissions.
    await Promise.allSettled([prefetch.release(), ...underWay]);
    await provider.close();
  };
  return { ...worker, stop };
}
