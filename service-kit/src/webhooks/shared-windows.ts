import type { ReadDomainEvent, Window } from '../outbox/read-window';
import type { StreamOffset } from '../outbox/stream-offset';

/** The next events of one partition, and where the partition stands after them. */
export interface Batch {
  domainEvents: ReadDomainEvent[];
  next: StreamOffset;
}

interface Take {
  subscription: string;
  partition: number;
  from: StreamOffset;
  /** The partitions that need the window, `partition` among them. */
  sharing: readonly number[];
  read: (partitions: readonly number[]) => Promise<Window>;
}

interface Shared {
  subscription: string;
  window: Promise<Window>;
  /** The partitions that have not taken their batch. */
  waiting: Set<number>;
  /** The batches that are not taken, once the window is read. */
  held: Map<number, ReadDomainEvent[]>;
}

/** Removes the batch of a partition from a window, so that nothing but its delivery keeps it in memory. */
function takeBatch({ batches, to }: Window, partition: number): Batch {
  const domainEvents = batches.get(partition) ?? [];
  batches.delete(partition);
  return { domainEvents, next: to };
}

/**
 * Reads a window of the outbox once for all partitions of a subscription that stand, or will stand after the delivery
 * under way, at the same offset. Batches that are not taken yet are held: at most `maxHeld` events over all
 * subscriptions; beyond that the oldest windows are dropped, and their partitions read for themselves.
 */
export function createSharedWindows(maxHeld: number) {
  const windows = new Map<string, Shared>(); // oldest first

  const heldEvents = (): number =>
    [...windows.values()].flatMap(({ held }) => [...held.values()]).reduce((sum, { length }) => sum + length, 0);

  const share = (key: string, { subscription, sharing, read }: Take): Shared => {
    const window = read(sharing);
    const shared: Shared = { subscription, window, waiting: new Set(sharing), held: new Map() };
    windows.set(key, shared);
    window.then(
      ({ batches }) => {
        shared.held = batches;
        for (const oldest of windows.keys()) {
          if (heldEvents() <= maxHeld) break;
          windows.delete(oldest);
        }
      },
      () => windows.delete(key),
    );
    return shared;
  };

  return {
    /** The batch of one partition: from the shared window if there is one, or from a new reading. */
    take: async (take: Take): Promise<Batch> => {
      const { subscription, partition, from, sharing, read } = take;
      const key = `${subscription}:${String(from.position)}:${String(from.offset)}`;
      const known = windows.get(key);
      const isWaiting = known?.waiting.has(partition) ?? false;
      if (!isWaiting && sharing.length === 1) return takeBatch(await read(sharing), partition);
      const shared = isWaiting && known ? known : share(key, take);
      shared.waiting.delete(partition);
      const window = await shared.window;
      const batch = takeBatch(window, partition);
      if (window.batches.size === 0 && windows.get(key) === shared) windows.delete(key);
      return batch;
    },
    /** Drops what is held for a subscription. */
    drop: (subscription: string) => {
      for (const [key, shared] of windows) if (shared.subscription === subscription) windows.delete(key);
    },
    heldEvents,
  };
}
