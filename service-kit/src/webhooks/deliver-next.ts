import { bulkhead } from 'cockatiel';
import type { DeadLetters } from '../dead-letters/dead-letter.service';
import type { HttpClient } from '../http-client/http-client';
import type { Connection } from '../mongo/connect';
import { readWindow, type ReadDomainEvent } from '../outbox/read-window';
import { isSameOffset, offsetAfter } from '../outbox/stream-offset';
import type { Clock } from '../runtime/clock';
import { deliver } from './deliver';
import { isBehind, type Live, type LiveSubscriptions } from './live-subscriptions';
import { afterDelivery, FULL_BATCH, type PartitionState } from './partition-state';
import { reachabilityAfter } from './reachability';
import { createSharedWindows, type Batch } from './shared-windows';
import type { SubscriptionStore } from './subscription.store';

export interface DeliverNextDeps {
  connection: Connection;
  subscriptions: SubscriptionStore;
  live: LiveSubscriptions;
  deadLetters: DeadLetters;
  http: HttpClient;
  clock: Clock;
  /** Aborted when the service no longer waits for subscribers at its stop. */
  giveUp: AbortSignal;
}

/** `more`: call again at once. `wait`: nothing to do until the next tick. */
export type DeliverNextResult = 'more' | 'wait';

/** The most domain events held for partitions that still deliver the batch before, over all subscriptions. */
const HELD_EVENTS = 10_000;
/** The most database requests of deliveries at once, so that many subscriptions leave connections for the API. */
const DATABASE_REQUESTS = 8;

const toDomainEvent = ({ event_id, type, occurred_at, lead_seq, data }: ReadDomainEvent) => ({
  event_id,
  type,
  occurred_at: occurred_at.toISOString(),
  ...(lead_seq !== undefined && { lead_seq }),
  data,
});

/** Whether the time of the next try has come, for the subscription and for the partition. */
export const isDue = ({ subscription }: Live, partition: number, now: Date): boolean => {
  const state = subscription.partitions[partition];
  if (!state || (subscription.unreachable && subscription.unreachable.retry_at > now)) return false;
  return state.retry_at === null || state.retry_at <= now;
};

/** A partition that reads new batches of full size, as opposed to one that retries or recovers. */
const isInStep = ({ size, retry_count, attempts }: PartitionState) =>
  size === FULL_BATCH && retry_count === null && attempts === 0;

/** The partitions that stand at the offset of this one, or will stand there after the delivery under way. */
function sharing({ subscription, running }: Live, partition: number, state: PartitionState): number[] {
  const shares = (other: PartitionState, index: number) => {
    const at = running.get(index) ?? other;
    return index === partition || (isInStep(other) && isSameOffset(at, state));
  };
  const alone = !isInStep(state) || subscription.unreachable !== null;
  return alone ? [partition] : subscription.partitions.flatMap((other, index) => (shares(other, index) ? [index] : []));
}

/** Delivers the next batch of one partition and saves its state: at least once, in order for each lead. */
export function createDeliverNext({
  connection,
  subscriptions,
  live,
  deadLetters,
  http,
  clock,
  giveUp,
}: DeliverNextDeps) {
  const windows = createSharedWindows(HELD_EVENTS);
  const database = bulkhead(DATABASE_REQUESTS, Infinity);

  const nextBatch = (one: Live, partition: number, state: PartitionState, head: number): Promise<Batch> => {
    const { company_id: company, events } = one.subscription;
    const size = state.retry_count ?? state.size;
    return windows.take({
      subscription: one.id,
      partition,
      from: { position: state.position, offset: state.offset },
      sharing: sharing(one, partition, state),
      read: (partitions) =>
        database.execute(() => readWindow(connection, { company, events, partitions, from: state, head, size })),
    });
  };

  const send = async ({ subscription }: Live, domainEvents: ReadDomainEvent[]) => {
    const { _id, url, secret, previous_secret } = subscription;
    const delivery = { subscription_id: _id, events: domainEvents.map(toDomainEvent) };
    const now = clock.now();
    const previous = previous_secret && previous_secret.valid_until > now ? [previous_secret.secret] : [];
    return deliver(http, { url, secrets: [secret, ...previous], delivery, now, stopping: giveUp });
  };

  /** Reads the subscription again when the API has changed it; false when it did. */
  const isCurrent = async ({ id, subscription }: Live): Promise<boolean> => {
    const fresh = await database.execute(() => subscriptions.find(id));
    if (fresh?.status === 'active' && fresh.changed.equals(subscription.changed)) return true;
    windows.drop(id);
    await live.reload(id);
    return false;
  };

  const deliverBatch = async (
    one: Live,
    partition: number,
    state: PartitionState,
    { domainEvents, next }: Batch,
  ): Promise<DeliverNextResult> => {
    const { subscription, saved } = one;
    const from = saved[partition] ?? state;
    const known = subscription.unreachable;
    one.running.set(partition, next);
    const { result, error, retryAfterMs } = await send(one, domainEvents);
    if (giveUp.aborted && result !== 'delivered') return 'wait'; // the stop ended the request: the batch comes again
    if (result === 'gone') await subscriptions.detachGone(one.id, subscription.url);

    const now = clock.now();
    const deliveredAt = one.subscription.delivered_at ?? null;
    const after = afterDelivery(state, { result, error, count: domainEvents.length, next, now, deliveredAt });
    const [poison] = domainEvents;
    if (after.deadLetter && poison) {
      const { company_id, subscriber } = subscription;
      await deadLetters.ofDelivery(company_id, subscriber, toDomainEvent(poison), error ?? 'failed');
    }
    const before = one.subscription.unreachable;
    // Deliveries that fail at the same time are one attempt.
    const isCounted = result === 'unreachable' && before !== null && before !== known;
    const unreachable = isCounted ? before : reachabilityAfter(before, { result, error, retryAfterMs, now });
    const changes = {
      ...(result === 'delivered' && { delivered_at: now }),
      ...(unreachable !== before && { unreachable }),
    };
    const move = { partition, from, to: after.state, ...changes };
    const moved = await database.execute(() => subscriptions.move(one.id, move));
    if (!moved || result === 'gone') {
      windows.drop(one.id);
      await live.reload(one.id);
      return moved ? 'wait' : 'more';
    }
    if (one.subscription === subscription) {
      Object.assign(subscription, changes);
      subscription.partitions[partition] = after.state;
      saved[partition] = after.state;
    } else await live.reload(one.id); // the API changed it during the delivery
    if (unreachable !== null) windows.drop(one.id);
    return isDue(one, partition, clock.now()) ? 'more' : 'wait';
  };

  return async (one: Live, partition: number, head: number): Promise<DeliverNextResult> => {
    one.running.set(partition, undefined);
    const state = one.subscription.partitions[partition];
    if (!state || !live.isLive(one)) return 'wait';
    if (!isDue(one, partition, clock.now()) || !isBehind(one, partition, offsetAfter(head))) return 'wait';
    const batch = await nextBatch(one, partition, state, head);
    if (!isDue(one, partition, clock.now())) return 'wait';
    if (one.subscription.partitions[partition] !== state) return 'more'; // the API changed it while the outbox was read
    if (batch.domainEvents.length === 0) {
      one.subscription.partitions[partition] = { ...state, ...batch.next };
      return 'more';
    }
    if (!(await isCurrent(one))) return 'more';
    // A delivery of another partition may have found the subscriber unreachable.
    return isDue(one, partition, clock.now()) ? deliverBatch(one, partition, state, batch) : 'wait';
  };
}
