import { setTimeout as sleep } from 'node:timers/promises';
import { PARTITIONS } from '../outbox/partition';
import { newId } from '../runtime/clock';
import type { Log } from '../runtime/log';
import { startWorker, type Worker } from '../runtime/worker';
import { createPump, isDue, type PumpDeps } from './pump';
import type { SubscriptionDocument } from './subscription.store';

const IDLE_MS = 500;
/** A third of the term a subscription is held for. */
const RENEW_MS = 5_000;
/** How long subscribers may finish what they were given when the service stops. */
const DRAIN_MS = 5_000;

/**
 * Delivers the outbox to its subscriptions: one dispatcher a subscription across all instances, one batch in flight a
 * partition. A partition that fails or waits holds up no other, and no other subscription.
 */
export function startDispatcher({ log, ...deps }: Omit<PumpDeps, 'giveUp'> & { log: Log }): Worker {
  const { subscriptions, clock } = deps;
  const holder = newId();
  const heldUntil = new Map<string, number>();
  const inFlight = new Map<string, Promise<void>>();
  /** The head up to which a partition is known to hold nothing more: an idle turn reads no outbox. */
  const caughtUp = new Map<string, number>();
  const giveUp = new AbortController();
  const pump = createPump({ ...deps, giveUp: giveUp.signal });
  let stopping = false;

  const holds = async (id: string) => {
    if ((heldUntil.get(id) ?? 0) > performance.now()) return true;
    const asked = performance.now();
    const held = await subscriptions.hold(id, holder);
    if (held) heldUntil.set(id, asked + RENEW_MS);
    else heldUntil.delete(id);
    return held;
  };

  const deliverAll = async (id: string, partition: number, head: number) => {
    while (!stopping && (await holds(id))) {
      const pumped = await pump(id, { holder, partition, head });
      if (pumped === 'caught_up') caughtUp.set(`${id}:${String(partition)}`, head);
      if (pumped !== 'more') return;
    }
  };

  const startPartition = ({ _id, partitions }: SubscriptionDocument, partition: number, head: number) => {
    const key = `${_id}:${String(partition)}`;
    const state = partitions[partition];
    if (!state || !isDue(state, clock.now()) || inFlight.has(key) || caughtUp.get(key) === head) return;
    const done = deliverAll(_id, partition, head)
      .catch((error: unknown) => {
        log.error({ err: error, subscription: _id }, 'a delivery failed and will be tried again');
      })
      .finally(() => void inFlight.delete(key));
    inFlight.set(key, done);
  };

  const turn = async () => {
    const [head, active] = await Promise.all([subscriptions.head(), subscriptions.active()]);
    for (const subscription of active) {
      if (!(await holds(subscription._id))) continue;
      for (let partition = 0; partition < PARTITIONS; partition += 1) startPartition(subscription, partition, head);
    }
    return false;
  };

  const worker = startWorker({ name: 'webhook-dispatcher', log, idleMs: IDLE_MS, turn });
  return {
    wake: worker.wake,
    stop: async () => {
      stopping = true;
      await worker.stop();
      const drained = Promise.all(inFlight.values());
      await Promise.race([drained, sleep(DRAIN_MS, undefined, { ref: false })]);
      giveUp.abort();
      await drained;
      await subscriptions.release(holder);
    },
  };
}
