import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const finishers: (() => Promise<void>)[] = [];

/** Runs after the test file's last test, last in first out. */
export function onFinish(finish: () => Promise<void>): void {
  finishers.unshift(finish);
}

afterAll(async () => {
  for (const finish of finishers) await finish();
});

/** A folder that is gone when the test file is done. */
export function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  onFinish(async () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
