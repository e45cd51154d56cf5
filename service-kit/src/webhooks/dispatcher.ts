import { setTimeout as sleep } from 'node:timers/promises';
import { createLease } from '../mongo/lease';
import { PARTITIONS } from '../outbox/partition';
import { offsetAfter } from '../outbox/stream-offset';
import type { Log } from '../runtime/log';
import { startWorker, type Worker } from '../runtime/worker';
import { createDeliverNext, isDue, type DeliverNextDeps } from './deliver-next';
import { createLiveSubscriptions, isBehind, type Live } from './live-subscriptions';

const DISPATCHER = 'webhook-dispatcher';
const IDLE_MS = 500;
/** How long subscribers may take to answer running deliveries when the service stops. */
const DRAIN_MS = 5_000;
/** Unreachable subscribers are tried at this rate at most, however many there are: 10 a second. */
const PROBES = 5;
const PROBES_EVERY_MS = 500;
/** An unreachable subscriber can take ten seconds until its connection fails. */
const PROBES_AT_ONCE = 50;
/** When an unreachable subscriber is looked at again that has no events to try it with. */
const NO_EVENTS_MS = 60_000;

const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);

/**
 * Delivers the outbox to the subscriptions. One instance of the service does it at a time, by a lease. Each partition has
 * one batch under way; a partition that fails holds up no other. While a subscriber cannot be reached, one delivery at a
 * time tries the whole subscription.
 */
export function startDispatcher({ log, ...deps }: Omit<DeliverNextDeps, 'giveUp' | 'live'> & { log: Log }): Worker {
  const { connection, subscriptions, clock } = deps;
  const lease = createLease(connection, DISPATCHER);
  const live = createLiveSubscriptions(subscriptions);
  const giveUp = new AbortController();
  const deliverNext = createDeliverNext({ ...deps, live, giveUp: giveUp.signal });
  const running = new Set<Promise<void>>();
  const probing = new Set<string>();
  let stopping = false;
  let head = 0;
  let probedAt = 0;

  /** Runs until done; errors are logged, because the next tick starts the work again. */
  const inBackground = (subscription: string, work: Promise<void>) => {
    const done = work
      .catch((error: unknown) => {
        log.error({ err: error, subscription }, 'a delivery failed and will be tried again');
      })
      .finally(() => void running.delete(done));
    running.add(done);
  };

  const deliverAll = async (one: Live, partition: number): Promise<void> => {
    if (one.running.has(partition)) return;
    one.running.set(partition, undefined);
    try {
      while (!stopping && (await lease.hold())) {
        if ((await deliverNext(one, partition, head)) === 'wait') return;
      }
    } finally {
      one.running.delete(partition);
    }
  };

  /** Tries one partition after the other, beginning behind the last one tried, until one had events to deliver. */
  const probe = async (one: Live): Promise<void> => {
    const { unreachable } = one.subscription;
    for (const step of partitions) {
      const partition = (one.probed + 1 + step) % PARTITIONS;
      await deliverAll(one, partition);
      if (one.subscription.unreachable === unreachable) continue; // nothing was delivered
      one.probed = partition;
      if (!one.subscription.unreachable) void worker.wake(); // starts the other partitions
      return;
    }
    if (unreachable) unreachable.retry_at = new Date(clock.now().getTime() + NO_EVENTS_MS);
  };

  const startProbes = (unreachable: readonly Live[]): void => {
    if (performance.now() - probedAt < PROBES_EVERY_MS) return;
    probedAt = performance.now();
    const retryAt = ({ subscription }: Live) => subscription.unreachable?.retry_at.getTime() ?? 0;
    const due = unreachable.filter(
      (one) => retryAt(one) <= clock.now().getTime() && one.running.size === 0 && !probing.has(one.id),
    );
    due.sort((one, other) => retryAt(one) - retryAt(other));
    for (const one of due.slice(0, Math.min(PROBES, PROBES_AT_ONCE - probing.size))) {
      probing.add(one.id);
      inBackground(
        one.id,
        probe(one).finally(() => void probing.delete(one.id)),
      );
    }
  };

  const tick = async (): Promise<boolean> => {
    if (!(await lease.hold())) {
      live.expire();
      return false;
    }
    // The head before the subscriptions: a subscription made in between begins behind this head.
    head = await subscriptions.head();
    await live.refresh();
    const unreachable: Live[] = [];
    for (const one of live.all()) {
      if (one.subscription.unreachable) unreachable.push(one);
      else
        for (const partition of partitions)
          if (!one.running.has(partition) && isBehind(one, partition, offsetAfter(head)))
            if (isDue(one, partition, clock.now())) inBackground(one.id, deliverAll(one, partition));
    }
    startProbes(unreachable);
    await live.saveOffsets();
    return false;
  };

  const worker = startWorker({ name: DISPATCHER, log, idleMs: IDLE_MS, tick });
  return {
    wake: worker.wake,
    stop: async () => {
      stopping = true;
      await worker.stop();
      const drained = Promise.all(running);
      await Promise.race([drained, sleep(DRAIN_MS, undefined, { ref: false })]);
      giveUp.abort();
      await drained;
      await lease.release();
    },
  };
}
