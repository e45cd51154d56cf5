/** Number of partitions of a stream, which are delivered in parallel. A change would reorder events in the outbox. */
export const PARTITIONS = 8;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** The partition of a subject (FNV-1a). Events of one subject share a partition, which keeps their order. */
export function partitionOf(subject: string): number {
  let hash = FNV_OFFSET;
  for (const byte of Buffer.from(subject)) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return (hash >>> 0) % PARTITIONS;
}
