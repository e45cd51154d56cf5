import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

export interface Journal<Entry> {
  /** Everything written so far, oldest first. */
  read(): Entry[];
  append(entries: readonly Entry[]): void;
}

/** A line of JSON an entry. Without a file the journal forgets. */
export function createJournal<Entry>(schema: z.ZodType<Entry>, file: string | undefined): Journal<Entry> {
  if (!file) return { read: () => [], append: () => undefined };
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return {
    read: () => wholeLines(file).map((line) => schema.parse(JSON.parse(line))),
    append: (entries) => appendFileSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')),
  };
}

/** A process killed while writing leaves half a line at the end: nobody was told of it, so it is cut off. */
function wholeLines(file: string): string[] {
  if (!existsSync(file)) return [];
  const content = readFileSync(file);
  const end = content.lastIndexOf('\n') + 1;
  if (end < content.length) truncateSync(file, end);
  return content.subarray(0, end).toString().split('\n').filter(Boolean);
}
