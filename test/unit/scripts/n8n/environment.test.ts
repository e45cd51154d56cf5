import { dirname, delimiter } from 'node:path';
import { serverEnvironment } from '../../../../scripts/n8n/environment';

const settings = {
  installation: '/cache/n8n',
  dataDir: '/data/n8n',
  secrets: { n8n_encryption_key: 'key', owner_email: 'ada@example.com', owner_password: 'Pass-word-1' },
  ports: { http: 5678, broker: 5679 },
};

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

test('When the environment configures another n8n or holds secrets, then our n8n gets none of it', async () => {
  const theirs = {
    N8N_PORT: '80',
    N8N_USER_FOLDER: '/home/ada',
    DB_TYPE: 'postgresdb',
    NODE_OPTIONS: '-r x',
    AWS_KEY: 's',
  };
  Object.assign(process.env, theirs);
  const given = Object.entries(await serverEnvironment(settings));
  expect(given.filter(([name, value]) => name in theirs && theirs[name as keyof typeof theirs] === value)).toEqual([]);
});

test('When the machine uses a proxy, then n8n gets the address of the proxy', async () => {
  process.env.HTTPS_PROXY = 'http://proxy.example:3128';
  expect(await serverEnvironment(settings)).toMatchObject({ HTTPS_PROXY: 'http://proxy.example:3128' });
});

test('When n8n starts a task runner, then the runner uses our Node', async () => {
  const { PATH } = await serverEnvironment(settings);
  expect(PATH?.split(delimiter)[0]).toBe(dirname(process.execPath));
});

test('When n8n runs, then it listens on 127.0.0.1 only, and its links use that address', async () => {
  expect(await serverEnvironment(settings)).toMatchObject({
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_PORT: '5678',
    N8N_EDITOR_BASE_URL: 'http://127.0.0.1:5678/',
    N8N_WEBHOOK_URL: 'http://127.0.0.1:5678/',
    N8N_USER_FOLDER: '/data/n8n',
  });
});
