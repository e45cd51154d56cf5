import { createHash } from 'node:crypto';

const sortedKeys = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Same content, same text, whatever the order of the fields. */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, sortedKeys);

/** All records with their fingerprint: equal fingerprints prove that nothing was written in between. */
export function snapshotOf<Records extends object>(records: Records): Records & { sha256: string } {
  return { ...records, sha256: createHash('sha256').update(canonicalJson(records)).digest('hex') };
}
