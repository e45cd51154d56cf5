import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { temporaryFolder } from '../../support/finish';

interface Credential {
  id: string;
  data: Record<string, string>;
}

/** A stand-in for n8n's commands: exports the credentials of PRESENT, records imports, knows every workflow. */
const N8N = `#!/usr/bin/env node
const { copyFileSync, readFileSync, writeFileSync } = require('node:fs');
const [command, ...flags] = process.argv.slice(2);
const flag = (name) => flags.find((text) => text.startsWith('--' + name + '='))?.split('=')[1];
if (command === 'export:credentials') {
  if (process.env.PRESENT === '[]') console.log('No credentials found');
  else writeFileSync(flag('output'), process.env.PRESENT);
}
if (command === 'import:credentials') copyFileSync(flag('input'), process.env.IMPORTED);
if (command === 'list:workflow') console.log(process.env.WORKFLOWS);
`;

const root = resolve(__dirname, '../../..');
const manifest = JSON.parse(readFileSync(join(root, 'workflows/manifest.json'), 'utf8'));
const workflowIds = manifest.workflows.map(({ id }: { id: string }) => id);
const ENV = {
  LEAD_TRACKER_URL: 'http://lead-tracker:3001',
  LEAD_TRACKER_API_KEY: 'key of the tracker',
  COMMUNICATION_ENGINE_URL: 'http://communication-engine:3002',
  COMMUNICATION_ENGINE_API_KEY: 'key of the engine',
  SANDBOX_CRM_URL: 'http://crm:3003',
  SANDBOX_CRM_CLIENT_ID: 'lead-nurturing',
  SANDBOX_CRM_CLIENT_SECRET: 'secret of the CRM',
};

/** Runs docker/n8n/provision.mjs in an n8n with these credentials and answers the imported ones. */
function provision(present: Credential[]): Credential[] {
  const folder = temporaryFolder('provision-');
  copyFileSync(join(root, 'docker/n8n/provision.mjs'), join(folder, 'provision.mjs'));
  cpSync(join(root, 'workflows'), join(folder, 'workflows'), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/n8n'), N8N);
  chmodSync(join(folder, 'bin/n8n'), 0o755);
  const imported = join(folder, 'imported.json');
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'provision.mjs')], {
    env: {
      ...ENV,
      PATH: [join(folder, 'bin'), dirname(process.execPath)].join(':'),
      TMPDIR: folder,
      PRESENT: JSON.stringify(present),
      IMPORTED: imported,
      WORKFLOWS: workflowIds.join('\n'),
    },
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return existsSync(imported) ? JSON.parse(readFileSync(imported, 'utf8')) : [];
}

const present = provision([]);
const withData = (id: string, data: Record<string, string>) =>
  present.map((credential) =>
    credential.id === id ? { ...credential, data: { ...credential.data, ...data } } : credential,
  );

test('When n8n has no credentials, then all are imported with the current keys', () => {
  expect(present.map(({ id }) => id)).toEqual(['lnLeadTracker', 'lnCommEngine', 'lnCrm']);
  expect(present.map(({ data }) => data.apiKey)).toEqual(['key of the tracker', 'key of the engine', undefined]);
});

test('When n8n has the current credentials, then none is imported', () => {
  expect(provision(present)).toEqual([]);
});

test('When a credential has an earlier key, then the key is replaced and the other fields stay', () => {
  const earlier = withData('lnLeadTracker', { apiKey: 'the first key', note: 'by a user' });

  expect(provision(earlier)).toMatchObject([
    { id: 'lnLeadTracker', data: { apiKey: 'key of the tracker', note: 'by a user' } },
  ]);
});

test('When a user has changed the address of a credential, then its key stays', () => {
  expect(provision(withData('lnLeadTracker', { baseUrl: 'https://other.example', apiKey: 'theirs' }))).toEqual([]);
});
