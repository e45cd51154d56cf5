import { isSameOffset, type StreamOffset } from '../outbox/stream-offset';
import type { PartitionState } from './partition-state';
import type { SubscriptionDocument } from './subscription.model';

/** What a dispatcher knows of partitions that hold nothing, so that an idle turn reads no outbox. */
export function createIdleMemory() {
  const empty = new Map<string, { from: StreamOffset; to: StreamOffset }>();
  const keyOf = (id: string, partition: number) => `${id}:${String(partition)}`;

  /** The place itself, or the one up to which nothing comes after it. */
  const offsetOf = (id: string, partition: number, { position, offset }: StreamOffset): StreamOffset => {
    const known = empty.get(keyOf(id, partition));
    return known && isSameOffset(known.from, { position, offset }) ? known.to : { position, offset };
  };

  return {
    offsetOf,
    nothingBetween: (id: string, partition: number, from: StreamOffset, to: StreamOffset) =>
      empty.set(keyOf(id, partition), { from, to }),
    /** The partitions as far up as is known; undefined when they stand there already. */
    movedUp: ({ _id, partitions }: SubscriptionDocument): PartitionState[] | undefined => {
      const moved = partitions.map((state, partition) => ({ ...state, ...offsetOf(_id, partition, state) }));
      return partitions.every((state, partition) => isSameOffset(state, moved[partition] ?? state)) ? undefined : moved;
    },
  };
}
