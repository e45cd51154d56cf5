import { setTimeout as sleep } from 'node:timers/promises';
import { PARTITIONS } from '../outbox/partition';
import { isSameOffset, offsetAfter } from '../outbox/stream-offset';
import { newId } from '../runtime/clock';
import type { Log } from '../runtime/log';
import { startWorker, type Worker } from '../runtime/worker';
import { createIdleMemory } from './idle-memory';
import { createDeliverNext, isDue, type DeliverNextDeps } from './deliver-next';
import type { SubscriptionDocument, SubscriptionStore } from './subscription.store';

const IDLE_MS = 500;
/** A third of the term a subscription is held for. */
const RENEW_MS = 5_000;
/** How long subscribers may finish what they were given when the service stops. */
const DRAIN_MS = 5_000;

/** Whether we are the one dispatcher of a subscription; asked of the database once in a while. */
function createHolding(subscriptions: SubscriptionStore, holder: string): (id: string) => Promise<boolean> {
  const heldUntil = new Map<string, number>();
  return async (id) => {
    if ((heldUntil.get(id) ?? 0) > performance.now()) return true;
    const asked = performance.now();
    const held = await subscriptions.hold(id, holder);
    if (held) heldUntil.set(id, asked + RENEW_MS);
    else heldUntil.delete(id);
    return held;
  };
}

/**
 * Delivers the outbox to its subscriptions: one dispatcher a subscription across all instances, one batch in flight a
 * partition. A partition that fails or waits holds up no other, and no other subscription.
 */
export function startDispatcher({ log, ...deps }: Omit<DeliverNextDeps, 'giveUp'> & { log: Log }): Worker {
  const { subscriptions, clock } = deps;
  const holder = newId();
  const holds = createHolding(subscriptions, holder);
  const inFlight = new Map<string, Promise<void>>();
  const idle = createIdleMemory();
  const giveUp = new AbortController();
  const deliverNext = createDeliverNext({ ...deps, giveUp: giveUp.signal });
  let stopping = false;

  /** One write moves all idle partitions up, so that nothing is looked through again and the lag is true. */
  const moveUp = async (subscription: SubscriptionDocument) => {
    const moved = idle.movedUp(subscription);
    if (moved) await subscriptions.moveAll(subscription._id, holder, subscription.partitions, moved);
  };

  const deliverAll = async (id: string, partition: number, head: number) => {
    while (!stopping && (await holds(id))) {
      const result = await deliverNext(id, { holder, partition, head });
      if (result === 'more') continue;
      if (result !== 'wait') idle.nothingBetween(id, partition, result.nothingAfter, offsetAfter(head));
      return;
    }
  };

  const startPartition = ({ _id, partitions }: SubscriptionDocument, partition: number, head: number) => {
    const key = `${_id}:${String(partition)}`;
    const state = partitions[partition];
    if (!state || inFlight.has(key) || !isDue(state, clock.now())) return;
    if (isSameOffset(idle.offsetOf(_id, partition, state), offsetAfter(head))) return;
    const done = deliverAll(_id, partition, head)
      .catch((error: unknown) => {
        log.error({ err: error, subscription: _id }, 'a delivery failed and will be tried again');
      })
      .finally(() => void inFlight.delete(key));
    inFlight.set(key, done);
  };

  const tick = async () => {
    const [head, active] = await Promise.all([subscriptions.head(), subscriptions.active()]);
    for (const subscription of active) {
      if (!(await holds(subscription._id))) continue;
      await moveUp(subscription);
      for (let partition = 0; partition < PARTITIONS; partition += 1) startPartition(subscription, partition, head);
    }
    return false;
  };

  const worker = startWorker({ name: 'webhook-dispatcher', log, idleMs: IDLE_MS, tick });
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
