import { openSync, renameSync, statSync } from 'node:fs';

const ENOUGH_BYTES = 20_000_000;

/** Opens a log to be added to; one that has grown large is put aside first as `<file>.old`. */
export function openLog(file: string): { fd: number; size: number } {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= ENOUGH_BYTES) return { fd: openSync(file, 'a', 0o600), size };
  renameSync(file, `${file}.old`);
  return { fd: openSync(file, 'a', 0o600), size: 0 };
}
