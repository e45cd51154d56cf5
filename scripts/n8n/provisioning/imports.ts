import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { lastWords } from '../../process/child-process.ts';
import type { OnProgress } from '../../progress.ts';
import { n8nProgram, runEnvironment, type Home } from '../environment.ts';
import { writeApplied, type Applied } from './applied.ts';
import { fingerprintOf, type Credential } from './credentials.ts';
import type { LiveWorkflow } from './manifest.ts';

interface Target extends Home {
  onProgress: OnProgress;
}

/**
 * Runs one of n8n's commands to its end and answers its output. Commands write to n8n's database, so n8n itself must not
 * be running. A command exits with 0 even when it failed, so success is recognised by `proof` in its output.
 */
async function runCommand(home: Home, args: string[], proof = ''): Promise<string> {
  const { all, failed } = await execa(process.execPath, [n8nProgram(home.installation), ...args], {
    all: true,
    env: { ...runEnvironment(home), N8N_LOG_LEVEL: 'info' },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  if (failed || !all.includes(proof)) throw new Error(`n8n ${args[0]} failed:\n${lastWords(all.split('\n'))}`);
  return all;
}

/** n8n imports from a file only. The file holds secrets, so only its owner can read it, and it is removed afterwards. */
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

/** Imports the credentials whose data have changed since the last import; a user's changes in the editor stay. */
export async function importCredentials(target: Target, applied: Applied, credentials: Credential[]): Promise<void> {
  const key = target.secrets.n8n_encryption_key;
  const changed = credentials.filter(
    (credential) => applied.credentials[credential.id] !== fingerprintOf(credential, key),
  );
  if (changed.length === 0) return;
  target.onProgress(`importing ${changed.length} credentials`);
  await importList(target, 'import:credentials', changed);
  for (const credential of changed) applied.credentials[credential.id] = fingerprintOf(credential, key);
  await writeApplied(target.dataDir, applied);
}

async function idsInN8n(target: Target): Promise<string[]> {
  const output = await runCommand(target, ['list:workflow', '--onlyId']);
  return output.split(/\s+/);
}

/** Imports only workflows that n8n lacks, because an import overwrites; our record of earlier imports may be lost. */
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
