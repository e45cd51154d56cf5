import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../../scripts/process/free-port';
import { freshDatabase, uriOf } from '../database';
import { eventually } from '../eventually';
import { onFinish } from '../finish';

const main = join(__dirname, '..', '..', '..', 'lead-tracker', 'dist', 'main.js');
export const key = 'the first key of all, 32 characters';

/** Starts the built Lead Tracker with only this environment. */
export function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env: { PATH: String(process.env.PATH), ...env } });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const exited = once(child, 'exit').then(([code]) => ({ code: code as number | null, out, err }));
  onFinish(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return { child, exited, out: () => out };
}

export async function running() {
  const connection = await freshDatabase();
  const port = await freePort();
  const service = start({
    PORT: String(port),
    OPERATIONS_PORT: '0',
    MONGODB_URI: uriOf(connection),
    BOOTSTRAP_COMPANY_ID: 'acme',
    BOOTSTRAP_API_KEY: key,
  });
  // The log must say so first: another process may have taken the port since.
  await eventually(async () => expect(service.out()).toContain('"msg":"listening"'));
  await eventually(async () => expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(200));
  return { ...service, port, connection };
}

/** When this resolves, the process has received everything that was sent to it before. */
export const roundTrip = (port: number) => fetch(`http://127.0.0.1:${port}/health`);

/** Opens a connection that stays open and collects what the server answers. */
export async function open(port: number) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let answers = '';
  socket.on('data', (chunk) => (answers += String(chunk))).on('error', () => undefined);
  return { socket, answers: () => answers };
}

export const BODY = JSON.stringify({ product_id: 'analytics', contact_info: { email: 'ada@acme.example' } });
