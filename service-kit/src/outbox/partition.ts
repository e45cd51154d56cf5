/** Ways to a subscriber that go on beside each other. Changing it would reorder what is under way. */
export const PARTITIONS = 8;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Facts of one subject share a partition and so keep their order (FNV-1a). */
export function partitionOf(subject: string): number {
  let hash = FNV_OFFSET;
  for (const byte of Buffer.from(subject)) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return (hash >>> 0) % PARTITIONS;
}
