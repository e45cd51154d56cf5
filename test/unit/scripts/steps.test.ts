import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { temporaryEnvironment } from '../../../scripts/system/launch';
import { onFinish } from '../../support/finish';

/** Runs code with the steps in a child process, because jest cannot load them, and answers its output. */
async function withSteps(code: string, env: Record<string, string> = {}): Promise<string> {
  const steps = JSON.stringify(pathToFileURL('scripts/system/steps.ts').href);
  const program = `const { createSteps } = await import(${steps});
    const { started, seed, checkPorts } = createSteps({ watch: false, onRestart: () => undefined });
    ${code}`;
  const args = ['--input-type=module', '-e', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } });
  return stdout.trim();
}

const seedWith = (settings: object) =>
  withSteps(`started.plan = { settings: ${JSON.stringify(settings)}, addresses: {}, secrets: {} };
    await seed().then(() => console.log('left out'), () => console.log('seeded'));`);

const checkPorts = (env: Record<string, string>) =>
  withSteps(`await checkPorts().then(() => console.log('free'), ({ message }) => console.log(message));`, env);

async function listenOn(port: string) {
  const server = createServer().listen(Number(port), '127.0.0.1');
  await once(server, 'listening');
  onFinish(async () => void server.close());
}

test('When a CRM is configured, then the demo company is not created', async () => {
  expect(await seedWith({ CRM_BASE_URL: 'https://crm.example.com' })).toBe('left out');
  expect(await seedWith({})).toBe('seeded');
});

test('When ports are in use, then one error names each port with the variable that sets it', async () => {
  const { env, remove } = await temporaryEnvironment();
  onFinish(remove);
  const ports = Object.entries(env).filter(([name]) => name.endsWith('_PORT'));
  expect(await checkPorts(env)).toBe('free');
  for (const [, port] of ports) await listenOn(port);

  expect((await checkPorts(env)).split('\n').sort()).toEqual(
    [
      ...ports.map(([name, port]) => `Port ${port} is in use. Set ${name} to another port.`),
      'All ports are in use: the system may already be running.',
    ].sort(),
  );
});

test('When CRM and MongoDB are others, then their ports need not be free', async () => {
  const { env, remove } = await temporaryEnvironment();
  onFinish(remove);
  for (const name of ['SANDBOX_CRM_PORT', 'MONGODB_PORT']) await listenOn(env[name]!);
  const others = {
    MONGODB_URI: 'mongodb://db.example',
    CRM_BASE_URL: 'https://crm.example',
    CRM_CLIENT_ID: 'us',
    CRM_CLIENT_SECRET: 'secret',
  };

  expect(await checkPorts({ ...env, ...others })).toBe('free');
});
