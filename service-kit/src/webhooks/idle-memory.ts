import { isSamePlace, type Place } from '../outbox/place';
import type { PartitionState } from './partition-state';
import type { SubscriptionDocument } from './subscription.model';

/** What a dispatcher knows of partitions that hold nothing, so that an idle turn reads no outbox. */
export function createIdleMemory() {
  const empty = new Map<string, { from: Place; to: Place }>();
  const keyOf = (id: string, partition: number) => `${id}:${String(partition)}`;

  /** The place itself, or the one up to which nothing comes after it. */
  const placeOf = (id: string, partition: number, { position, offset }: Place): Place => {
    const known = empty.get(keyOf(id, partition));
    return known && isSamePlace(known.from, { position, offset }) ? known.to : { position, offset };
  };

  return {
    placeOf,
    nothingBetween: (id: string, partition: number, from: Place, to: Place) =>
      empty.set(keyOf(id, partition), { from, to }),
    /** The partitions as far up as is known; undefined when they stand there already. */
    movedUp: ({ _id, partitions }: SubscriptionDocument): PartitionState[] | undefined => {
      const moved = partitions.map((state, partition) => ({ ...state, ...placeOf(_id, partition, state) }));
      return partitions.every((state, partition) => isSamePlace(state, moved[partition] ?? state)) ? undefined : moved;
    },
  };
}
