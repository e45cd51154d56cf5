import { mongo } from 'mongoose';
import { isBefore, isSameOffset, type StreamOffset } from '../outbox/stream-offset';
import type { PartitionState } from './partition-state';
import type { Advance, SubscriptionDocument, SubscriptionStore } from './subscription.store';

/** A subscription as the dispatcher knows it. */
export interface Live {
  id: string;
  /** As last read, with the states that the dispatcher has reached since. */
  subscription: SubscriptionDocument;
  /** The states of the partitions in the database. */
  saved: PartitionState[];
  /** The partitions with a running loop, and where they will stand after the delivery under way. */
  running: Map<number, StreamOffset | undefined>;
  /** The partition that was tried last while the subscriber could not be reached. */
  probed: number;
}

export type LiveSubscriptions = ReturnType<typeof createLiveSubscriptions>;

/** A change can become visible this much later than changes with a later timestamp. */
const OVERLAP_S = 10;
/** Offsets of partitions without events are saved this seldom: they only save reading the same part again. */
const SAVE_OFFSETS_MS = 1_000;

/**
 * The subscriptions that are not detached, in the memory of the one dispatcher: read once, then kept current by one query
 * for changes, so that the number of subscriptions adds no queries.
 */
export function createLiveSubscriptions(store: SubscriptionStore) {
  const live = new Map<string, Live>();
  /** The latest change that was read; undefined before all subscriptions are read. */
  let latest: mongo.Timestamp | undefined;
  let overlapUntil = 0;
  let savedAt = 0;

  const put = (subscription: SubscriptionDocument): void => {
    const id = subscription._id;
    if (!latest || subscription.changed.greaterThan(latest)) {
      latest = subscription.changed;
      overlapUntil = performance.now() + OVERLAP_S * 1_000;
    }
    if (subscription.status === 'detached') {
      live.delete(id);
      return;
    }
    const known = live.get(id);
    const saved = [...subscription.partitions];
    if (known) Object.assign(known, { subscription, saved });
    else live.set(id, { id, subscription, saved, running: new Map(), probed: 0 });
  };

  const loadAll = async (): Promise<void> => {
    const active = await store.active();
    const ids = new Set(active.map(({ _id }) => _id));
    for (const id of live.keys()) if (!ids.has(id)) live.delete(id);
    latest = new mongo.Timestamp({ t: 0, i: 0 });
    for (const subscription of active) put(subscription);
  };

  const loadChanged = async (since: mongo.Timestamp): Promise<void> => {
    const overlapping = performance.now() < overlapUntil;
    const from = overlapping ? new mongo.Timestamp({ t: Math.max(0, since.t - OVERLAP_S), i: 0 }) : since;
    const changes = await store.changedSince(from);
    const unknown = changes.filter(({ _id, changed }) => !live.get(_id)?.subscription.changed.equals(changed));
    if (unknown.length === 0) return;
    for (const subscription of await store.findMany(unknown.map(({ _id }) => _id))) put(subscription);
  };

  return {
    all: (): Iterable<Live> => live.values(),
    /** Reads all subscriptions the first time, and afterwards those that the API changed. */
    refresh: () => (latest ? loadChanged(latest) : loadAll()),
    /** The next refresh reads all subscriptions again: another dispatcher has moved them. */
    expire: () => {
      latest = undefined;
    },
    /** Reads one subscription again. */
    reload: async (id: string): Promise<void> => {
      const subscription = await store.find(id);
      if (subscription) put(subscription);
      else live.delete(id);
    },
    isLive: (one: Live) => live.get(one.id) === one,
    /** Saves how far partitions without events have come, so that `lag` is true and a restart reads them no second time. */
    saveOffsets: async (): Promise<void> => {
      if (performance.now() - savedAt < SAVE_OFFSETS_MS) return;
      savedAt = performance.now();
      const advances = [...live.values()].flatMap(advancesOf);
      if (advances.length === 0) return;
      await store.advance(advances.map(({ advance }) => advance));
      for (const { done } of advances) done();
    },
  };
}

function advancesOf({ id, subscription, saved, running }: Live): { advance: Advance; done: () => void }[] {
  if (subscription.unreachable) return []; // a probe can begin while the offsets are being saved
  return subscription.partitions.flatMap((state, partition) => {
    const from = saved[partition];
    if (!from || running.has(partition) || isSameOffset(from, state)) return [];
    const { position, offset } = state;
    const done = () => {
      saved[partition] = { ...from, position, offset };
    };
    return [{ advance: { id, partition, from, to: { position, offset } }, done }];
  });
}

/** Whether a partition has events of the outbox ahead of it that may be for it. */
export const isBehind = ({ subscription }: Live, partition: number, head: StreamOffset): boolean => {
  const state = subscription.partitions[partition];
  return state !== undefined && isBefore(state, head);
};
