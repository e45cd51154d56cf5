import { createHash } from 'node:crypto';

const sortedKeys = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Returns the same text for equal content, independent of the order of the fields. */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, sortedKeys);

/** Returns the records with their SHA-256; two equal hashes show that no record was changed in between. */
export function snapshotOf<Records extends object>(records: Records): Records & { sha256: string } {
  return { ...records, sha256: createHash('sha256').update(canonicalJson(records)).digest('hex') };
}
