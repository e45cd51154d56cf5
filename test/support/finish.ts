import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const finishers: (() => Promise<void>)[] = [];

/** Registers a function that runs after the last test of the file, in reverse order of registration. */
export function onFinish(finish: () => Promise<void>): void {
  finishers.unshift(finish);
}

afterAll(async () => {
  const failures: unknown[] = [];
  // All functions run even if one fails, because an open connection would keep the run from ending.
  for (const finish of finishers) await finish().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
});

/** Creates a folder that is deleted after the test file. */
export function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  onFinish(async () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
