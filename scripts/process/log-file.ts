import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

const MAX_BYTES = 10_000_000;

/**
 * Appends lines to a log. Before the log would exceed 10 MB, it is renamed to `<file>.old`, which replaces the previous
 * one, and a new log is begun. Lines are written synchronously, so that none is lost when this process exits.
 */
export function openLogFile(file: string) {
  let descriptor = openSync(file, 'a', 0o600);
  let size = fstatSync(descriptor).size;
  return {
    write: (line: string) => {
      const bytes = Buffer.from(`${line}\n`);
      if (size > 0 && size + bytes.length > MAX_BYTES) {
        closeSync(descriptor);
        renameSync(file, `${file}.old`);
        descriptor = openSync(file, 'a', 0o600);
        size = 0;
      }
      size += writeSync(descriptor, bytes);
    },
    close: () => closeSync(descriptor),
  };
}
