import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnProgress } from '../progress.ts';
import type { Home } from './environment.ts';
import { readApplied, writeApplied } from './provisioning/applied.ts';
import { credentialsFor, type ServiceSecrets, type ServiceUrls } from './provisioning/credentials.ts';
import { importCredentials, importWorkflows } from './provisioning/imports.ts';
import { liveWorkflows } from './provisioning/manifest.ts';
import { unpackNodes } from './provisioning/nodes.ts';
import type { OwnerSecrets } from './provisioning/owner.ts';
import { reconcile } from './provisioning/reconcile.ts';
import { openApi } from './provisioning/rest.ts';

export interface ProvisionOptions extends Home {
  secrets: OwnerSecrets & ServiceSecrets;
  urls: ServiceUrls & { n8n: string };
  onProgress: OnProgress;
}

/** Before n8n starts: unpacks our nodes, imports changed credentials and the workflows that n8n lacks. */
export async function provisionBeforeStart(options: ProvisionOptions): Promise<void> {
  const { dataDir, secrets, urls, onProgress } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const isNew = !existsSync(join(dataDir, '.n8n', 'database.sqlite'));
  onProgress('unpacking the nodes');
  await unpackNodes(options);
  const applied = await readApplied(dataDir);
  await importCredentials(options, applied, credentialsFor(secrets, urls));
  await importWorkflows({ ...options, isNew }, applied, await liveWorkflows());
}

/**
 * While n8n runs: publishes imported workflows and updates those with a newer version. A workflow that a user has changed
 * stays as it is and is listed in `drift`.
 */
export async function provisionAfterStart(options: ProvisionOptions): Promise<{ drift: string[] }> {
  const { dataDir, secrets, urls, onProgress } = options;
  onProgress('comparing the workflows');
  const api = await openApi(urls.n8n, { email: secrets.owner_email, password: secrets.owner_password });
  const applied = await readApplied(dataDir);
  const drift: string[] = [];
  for (const workflow of await liveWorkflows()) {
    drift.push(...(await reconcile(api, workflow, applied)));
    await writeApplied(dataDir, applied);
  }
  return { drift };
}
