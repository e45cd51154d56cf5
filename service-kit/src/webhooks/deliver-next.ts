import type { DeadLetters } from '../dead-letters/dead-letter.service';
import type { HttpClient } from '../http-client/http-client';
import type { Connection } from '../mongo/connect';
import type { StreamOffset } from '../outbox/stream-offset';
import { readBatch, type ReadDomainEvent } from '../outbox/read-batch';
import type { Clock } from '../runtime/clock';
import { deliver } from './deliver';
import { afterDelivery, type PartitionState } from './partition-state';
import type { SubscriptionDocument, SubscriptionStore } from './subscription.store';

export interface DeliverNextDeps {
  connection: Connection;
  subscriptions: SubscriptionStore;
  deadLetters: DeadLetters;
  http: HttpClient;
  clock: Clock;
  /** Aborted when the service gives up waiting for subscribers at its stop. */
  giveUp: AbortSignal;
}

interface Turn {
  /** The one dispatcher allowed to move this subscription. */
  holder: string;
  partition: number;
  head: number;
}

interface Batch {
  domainEvents: ReadDomainEvent[];
  next: StreamOffset;
}

/** `more`: go on at once; `wait`: a retry is due later, or it is no longer ours; else nothing is there up to the head. */
export type DeliverNextResult = 'more' | 'wait' | { nothingAfter: StreamOffset };

/** While others are busy, an idle partition's place is written this seldom: it only saves looking at the same again. */
const IDLE_STRIDE = 1_000;

const toDomainEvent = ({ event_id, type, occurred_at, lead_seq, data }: ReadDomainEvent) => ({
  event_id,
  type,
  occurred_at: occurred_at.toISOString(),
  ...(lead_seq !== undefined && { lead_seq }),
  data,
});

export const isDue = ({ retry_at }: PartitionState, now: Date) => retry_at === null || retry_at <= now;

/** Delivers the next batch of one partition and records where it stands: at least once, in order for each subject. */
export function createDeliverNext({ connection, subscriptions, deadLetters, http, clock, giveUp }: DeliverNextDeps) {
  const send = async ({ _id, url, secret, previous_secret }: SubscriptionDocument, domainEvents: ReadDomainEvent[]) => {
    const delivery = { subscription_id: _id, events: domainEvents.map(toDomainEvent) };
    const now = clock.now();
    const previous = previous_secret && previous_secret.valid_until > now ? [previous_secret.secret] : [];
    return deliver(http, { url, secrets: [secret, ...previous], delivery, now, stopping: giveUp });
  };

  const skip = async (
    id: string,
    state: PartitionState,
    next: StreamOffset,
    { holder, partition }: Turn,
  ): Promise<DeliverNextResult> => {
    if (next.position - state.position < IDLE_STRIDE) return { nothingAfter: state };
    return (await subscriptions.move(id, holder, partition, { ...state, ...next })) ? 'more' : 'wait';
  };

  const settle = async (
    subscription: SubscriptionDocument,
    state: PartitionState,
    batch: Batch,
    { holder, partition }: Turn,
  ): Promise<DeliverNextResult> => {
    const { domainEvents, next } = batch;
    const { outcome, error } = await send(subscription, domainEvents);
    if (giveUp.aborted && outcome !== 'delivered') return 'wait'; // says nothing about the subscriber: the batch comes again
    const now = clock.now();
    const deliveredAt = subscription.delivered_at ?? null;
    const after = afterDelivery(state, { outcome, error, count: domainEvents.length, next, now, deliveredAt });
    const [poison] = domainEvents;
    if (after.deadLetter && poison) {
      const { company_id, subscriber } = subscription;
      await deadLetters.ofDelivery(company_id, subscriber, toDomainEvent(poison), error ?? 'failed');
    }
    const taken = outcome === 'delivered' ? now : undefined;
    const moved = await subscriptions.move(subscription._id, holder, partition, after.state, taken);
    return moved && isDue(after.state, clock.now()) ? 'more' : 'wait';
  };

  return async (id: string, tick: Turn): Promise<DeliverNextResult> => {
    // Read anew each time: it may have been detached, moved to another address, or nudged to retry now.
    const subscription = await subscriptions.find(id);
    const state = subscription?.partitions[tick.partition];
    if (subscription?.status !== 'active' || !state || !isDue(state, clock.now())) return 'wait';
    const { company_id: company, events } = subscription;
    const reading = { company, events, partition: tick.partition, from: state, head: tick.head, size: state.size };
    const batch = await readBatch(connection, reading);
    return batch.domainEvents.length === 0
      ? skip(id, state, batch.next, tick)
      : settle(subscription, state, batch, tick);
  };
}
