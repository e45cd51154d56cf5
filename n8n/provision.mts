import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OnProgress } from '../scripts/find-mongod.ts';
import { workflowSha256 } from '../workflows/canonical.cjs';
import { readApplied, writeApplied, type Applied } from './applied.ts';
import { runCommand } from './cli.ts';
import { credentialsFor, fingerprintOf, type ServiceSecrets, type ServiceUrls } from './credentials.ts';
import { decide, type Drift } from './drift.ts';
import { liveWorkflows, type LiveWorkflow } from './manifest.ts';
import { unpackNodes } from './nodes.ts';
import type { OwnerSecrets } from './owner.ts';
import { openApi, type N8nApi } from './rest.ts';
import type { Home } from './run-environment.ts';

export interface ProvisionOptions extends Home {
  secrets: OwnerSecrets & ServiceSecrets;
  urls: ServiceUrls & { n8n: string };
  onProgress: OnProgress;
}

/** Hands n8n a list through a file that only we can read, and that is gone afterwards. */
async function importList(home: Home, command: string, list: object[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lead-nurturing-'));
  try {
    const file = join(folder, 'list.json');
    await writeFile(file, JSON.stringify(list), { mode: 0o600 });
    const said = await runCommand(home, [command, `--input=${file}`]);
    if (!said.includes('Successfully imported')) throw new Error(`n8n ${command} imported nothing:\n${said}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Only what has changed on our side: somebody may have pointed a credential elsewhere in the editor. */
async function importCredentials(options: ProvisionOptions, applied: Applied): Promise<void> {
  const { secrets, urls, dataDir, onProgress } = options;
  const fingerprint = (credential: Parameters<typeof fingerprintOf>[0]) =>
    fingerprintOf(credential, secrets.n8n_encryption_key);
  const changed = credentialsFor(secrets, urls).filter(
    (credential) => applied.credentials[credential.id] !== fingerprint(credential),
  );
  if (changed.length === 0) return;
  onProgress(`bringing ${changed.length} credentials into n8n`);
  await importList(options, 'import:credentials', changed);
  for (const credential of changed) applied.credentials[credential.id] = fingerprint(credential);
  await writeApplied(dataDir, applied);
}

/** An import overwrites: what n8n has is never imported, even when the record of it is lost. */
async function importWorkflows(options: ProvisionOptions, applied: Applied, isFirst: boolean): Promise<void> {
  const { dataDir, onProgress } = options;
  const unknown = (await liveWorkflows()).filter(({ id }) => !applied.workflows[id]);
  if (unknown.length === 0) return;
  const present = isFirst ? '' : await runCommand(options, ['list:workflow', '--onlyId']);
  const missing = unknown.filter(({ id }) => !present.includes(id));
  if (missing.length === 0) return;
  onProgress(`bringing ${missing.length} workflows into n8n`);
  await importList(
    options,
    'import:workflow',
    missing.map(({ json }) => json),
  );
  for (const { id, version, sha256 } of missing) applied.workflows[id] = { version, sha256, published: false };
  await writeApplied(dataDir, applied);
}

async function publishWorkflows(options: ProvisionOptions, applied: Applied): Promise<void> {
  const waiting = Object.entries(applied.workflows).filter(([, { published }]) => !published);
  for (const [index, [id, workflow]] of waiting.entries()) {
    options.onProgress(`publishing workflow ${index + 1} of ${waiting.length}`);
    await runCommand(options, ['publish:workflow', `--id=${id}`]);
    applied.workflows[id] = { ...workflow, published: true };
    await writeApplied(options.dataDir, applied);
  }
}

/** While n8n does not run: our nodes, credentials and the workflows it does not have yet. */
export async function provisionBeforeStart(options: ProvisionOptions): Promise<void> {
  const { dataDir, onProgress } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const isFirst = !existsSync(join(dataDir, '.n8n', 'database.sqlite'));
  if (await unpackNodes(dataDir)) onProgress('our nodes are unpacked');
  const applied = await readApplied(dataDir);
  await importCredentials(options, applied);
  await importWorkflows(options, applied, isFirst);
  await publishWorkflows(options, applied);
}

const SAYS: Record<Drift, string> = {
  deleted: 'was deleted in n8n',
  edited: 'was edited in n8n',
  unpublished: 'was unpublished in n8n',
};

async function bringUpToDate(api: N8nApi, workflow: LiveWorkflow, applied: Applied): Promise<string[]> {
  const { id, name, version, sha256, json } = workflow;
  const current = await api.workflow(id);
  const live = !current?.activeVersionId ? 'none' : current.activeVersionId === current.versionId ? 'this' : 'other';
  const found = current && ({ sha256: workflowSha256(current), live } as const);
  const { action, drift } = decide(sha256, found, applied.workflows[id]);
  if (action === 'update') await api.update(json);
  if (action === 'publish') await api.publish(id);
  if (drift.length === 0) applied.workflows[id] = { version, sha256, published: true };
  return drift.map((kind) => `${name} ${SAYS[kind]}`);
}

/** While n8n runs: newer versions of workflows; what somebody changed in n8n is left as it is and named. */
export async function provisionAfterStart(options: ProvisionOptions): Promise<{ drift: string[] }> {
  const { dataDir, secrets, urls } = options;
  const api = await openApi(urls.n8n, { email: secrets.owner_email, password: secrets.owner_password });
  const applied = await readApplied(dataDir);
  const drift: string[] = [];
  for (const workflow of await liveWorkflows()) drift.push(...(await bringUpToDate(api, workflow, applied)));
  await writeApplied(dataDir, applied);
  return { drift };
}
