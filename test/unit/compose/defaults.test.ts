import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { serverEnvironment } from '../../../scripts/n8n/environment';
import { temporaryFolder } from '../../support/finish';

const root = resolve(__dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('When Compose and npm start share a variable, then its default is the same', () => {
  const names = [
    'COMPANY_ID',
    'LOG_LEVEL',
    'EMAIL_PROVIDER',
    'EMAIL_FROM',
    'EMAIL_RATE_LIMIT',
    'SANDBOX_LOGINS_PER_MINUTE',
  ];
  const defaultsIn = (path: string, form: RegExp) =>
    Object.fromEntries(
      [...read(path).matchAll(form)]
        .filter(([, name = '']) => names.includes(name) || name.endsWith('_PORT'))
        .map(([, name, value]) => [name, value]),
    );
  const inCompose = defaultsIn('docker-compose.yml', /\$\{(\w+):-([^}]+)\}/g);

  expect(Object.keys(inCompose)).toEqual(expect.arrayContaining(names));
  expect(defaultsIn('.env.example', /^# (\w+)=(.*)$/gm)).toMatchObject(inCompose);
});

test('When n8n keeps executions, then for the same time in containers as under npm start', async () => {
  const owner = { n8n_encryption_key: 'key', owner_email: 'ada@example.com', owner_password: 'Pass-word-1' };
  const ports = { http: 5678, broker: 5679 };
  const start = await serverEnvironment({ installation: '/n8n', dataDir: '/data', secrets: owner, ports });
  const { services } = parse(read('docker-compose.yml'), { merge: true });
  const kept = Object.values<{ environment?: Record<string, string> }>(services).flatMap(
    ({ environment }) => environment?.EXECUTIONS_DATA_MAX_AGE ?? [],
  );

  expect(new Set(kept)).toEqual(new Set([start.EXECUTIONS_DATA_MAX_AGE]));
});

test.each([
  ['its secret', { CRM_BASE_URL: 'https://crm.example.com', CRM_CLIENT_ID: 'me' }],
  ['its address', { CRM_CLIENT_ID: 'me', CRM_CLIENT_SECRET: 's' }],
])('When a CRM lacks %s, then provisioning fails and names the variables that belong together', (_, env) => {
  const script = join(root, 'docker/n8n/provision.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script], {
    env: { ...env, SANDBOX_CRM_CLIENT_SECRET: 's', TMPDIR: temporaryFolder('provision-') },
    encoding: 'utf8',
  });

  expect(status).toBe(1);
  expect(stderr).toContain('CRM_BASE_URL, CRM_CLIENT_ID and CRM_CLIENT_SECRET: all three or none');
});
