import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const finishers: (() => Promise<void>)[] = [];

/** Runs after the test file's last test, last in first out. */
export function onFinish(finish: () => Promise<void>): void {
  finishers.unshift(finish);
}

afterAll(async () => {
  const failures: unknown[] = [];
  // One that fails keeps no other from closing what would hold up the run for ever.
  for (const finish of finishers) await finish().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
});

/** A folder that is gone when the test file is done. */
export function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  onFinish(async () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
