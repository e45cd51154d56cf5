import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

export interface Journal<Entry> {
  /** Returns all entries, oldest first. */
  read(): Entry[];
  append(entries: readonly Entry[]): void;
}

/** A file with one line of JSON per entry. Without a file the journal stores nothing. */
export function createJournal<Entry>(schema: z.ZodType<Entry>, file: string | undefined): Journal<Entry> {
  if (!file) return { read: () => [], append: () => undefined };
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return {
    read: () => wholeLines(file).map((line) => schema.parse(JSON.parse(line))),
    append: (entries) => appendFileSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')),
  };
}

/** A killed process may leave an incomplete last line. No client has received that entry, so the line is removed. */
function wholeLines(file: string): string[] {
  if (!existsSync(file)) return [];
  const content = readFileSync(file);
  const end = content.lastIndexOf('\n') + 1;
  if (end < content.length) truncateSync(file, end);
  return content.subarray(0, end).toString().split('\n').filter(Boolean);
}
