import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnProgress } from '../../mongo/find-mongod.ts';
import { writeApplied, type Applied } from './applied.ts';
import { runCommand } from '../cli.ts';
import { fingerprintOf, type Credential } from './credentials.ts';
import type { LiveWorkflow } from './manifest.ts';
import type { Home } from '../run-environment.ts';

interface Target extends Home {
  onProgress: OnProgress;
}

/** n8n takes lists from a file only: nobody else can read it, and it is gone afterwards. */
async function importList(target: Target, command: string, list: object[]): Promise<void> {
  const file = join(target.dataDir, 'import.json');
  await rm(file, { force: true });
  try {
    await writeFile(file, JSON.stringify(list), { mode: 0o600 });
    await runCommand(target, [command, `--input=${file}`], 'Successfully imported');
  } finally {
    await rm(file, { force: true });
  }
}

/** Only what has changed on our side: somebody may have pointed a credential elsewhere in the editor. */
export async function importCredentials(target: Target, applied: Applied, credentials: Credential[]): Promise<void> {
  const key = target.secrets.n8n_encryption_key;
  const changed = credentials.filter((one) => applied.credentials[one.id] !== fingerprintOf(one, key));
  if (changed.length === 0) return;
  target.onProgress(`importing ${changed.length} credentials`);
  await importList(target, 'import:credentials', changed);
  for (const one of changed) applied.credentials[one.id] = fingerprintOf(one, key);
  await writeApplied(target.dataDir, applied);
}

async function idsInN8n(target: Target): Promise<string[]> {
  const said = await runCommand(target, ['list:workflow', '--onlyId']);
  return said.split(/\s+/);
}

/** An import overwrites, so what n8n has is not imported, not even when our record of it is lost. */
export async function importWorkflows(
  target: Target & { isNew: boolean },
  applied: Applied,
  workflows: LiveWorkflow[],
): Promise<void> {
  const unknown = workflows.filter(({ id }) => !applied.workflows[id]);
  if (unknown.length === 0) return;
  const present = target.isNew ? [] : await idsInN8n(target);
  const missing = unknown.filter(({ id }) => !present.includes(id));
  if (missing.length === 0) return;
  target.onProgress(`importing ${missing.length} workflows`);
  const files = missing.map(({ json }) => json);
  await importList(target, 'import:workflow', files);
  for (const { id, version, sha256 } of missing) applied.workflows[id] = { version, sha256, published: false };
  await writeApplied(target.dataDir, applied);
}
