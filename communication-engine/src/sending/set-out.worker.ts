import type { Log } from '@lead-nurturing/service-kit/runtime/log';
import type { Provider, Ready, Submission } from '../channels/provider';
import type { Slot } from '../limits/slot';
import type { Outcome } from '../messages/change';
import type { Leased } from '../messages/queue.store';
import type { HandOver } from './hand-over.worker';
import type { Sending } from './sending.service';
import { toRendered } from './to-rendered';

interface SetOutDeps {
  sending: Sending;
  handOver: HandOver;
  provider: Provider;
  log: Log;
}

/** A message and when it may go. */
export interface Scheduled {
  leased: Leased;
  slot: Slot;
}

interface Out {
  prepared: Ready | Submission;
  /** Nothing when it was no longer ours, or not to be sent any more. */
  begun: Leased | undefined;
}

const release = ({ prepared }: Pick<Out, 'prepared'>) => {
  if (prepared.status === 'ready') prepared.release();
};

/** A wave of messages on their way: got ready as one, with few questions to the database, and handed over each by itself. */
export function createSetOut({ sending, handOver, provider, log }: SetOutDeps, stopping: AbortSignal) {
  /** A bug with one message is not to keep the others from going out; it is tried again when its lease is over. */
  const prepare = async (leased: Leased) => {
    try {
      return { leased, prepared: await provider.prepare(toRendered(leased.message)) };
    } catch (error) {
      log.error({ err: error, worker: 'sender' }, 'a message could not be prepared');
      return null;
    }
  };

  /** By message id; empty when there was no time for it any more. */
  const getReady = async (wave: readonly Scheduled[]): Promise<ReadonlyMap<string, Out>> => {
    const leased = wave.map(({ leased }) => leased);
    await handOver.until(wave[0]?.slot.prepare_at ?? 0, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) {
      await Promise.all(leased.map(sending.release));
      return new Map();
    }
    const out = (await Promise.all(leased.map(prepare))).filter((it) => it !== null);
    try {
      const begun = new Map((await sending.begin(out.map((it) => it.leased))).map((it) => [it.message._id, it]));
      return new Map(
        out.map(({ leased: { message }, prepared }) => [message._id, { prepared, begun: begun.get(message._id) }]),
      );
    } catch (error) {
      out.forEach(release);
      throw error;
    }
  };

  return (wave: readonly Scheduled[]) => {
    const ready = getReady(wave);
    ready.catch(() => undefined); // each of them hears of it
    /** What is to be written down of one of them; null when that is nothing. */
    return async ({ leased, slot }: Scheduled): Promise<Outcome | null> => {
      const { prepared, begun } = (await ready).get(leased.message._id) ?? {};
      if (!prepared || !begun) {
        if (prepared) release({ prepared });
        return null;
      }
      if (prepared.status !== 'ready') return sending.outcomeOf(begun, prepared);
      const answer = handOver.submit(begun.message, prepared, slot).finally(prepared.release);
      return sending.outcomeOf(begun, await answer);
    };
  };
}
