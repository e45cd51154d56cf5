import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownerEnvironment, type OwnerSecrets } from './owner.ts';
import { n8nProgram, runEnvironment, type Home } from './run-environment.ts';

export interface N8nServer {
  /** Without a slash at its end. */
  url: string;
  pid: number;
  /** Settles when n8n has ended, whoever ended it. */
  exited: Promise<void>;
  stop(): Promise<void>;
}

interface Options extends Home {
  secrets: OwnerSecrets;
  ports: { http: number; broker: number };
  /** Added to, never truncated. */
  logFile: string;
}

const HOST = '127.0.0.1';
const READY_WITHIN_MS = 90_000;
/** Said when every published workflow has been activated, or tried: a trigger whose service is away is tried again later. */
const ACTIVATED = 'Editor is now accessible via';
const ACTIVATED_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 20_000;

async function serverEnvironment({ ports, secrets, ...home }: Options): Promise<Record<string, string>> {
  const url = `http://${HOST}:${ports.http}/`;
  return {
    ...runEnvironment({ ...home, secrets }),
    ...(await ownerEnvironment(secrets)),
    N8N_LISTEN_ADDRESS: HOST,
    N8N_PORT: String(ports.http),
    N8N_RUNNERS_BROKER_PORT: String(ports.broker),
    N8N_EDITOR_BASE_URL: url,
    N8N_WEBHOOK_URL: url,
    N8N_SECURE_COOKIE: 'false', // http, on this machine alone
    N8N_LOG_LEVEL: 'info',
    // Executions hold contact data: they are for looking at, not for keeping.
    EXECUTIONS_DATA_PRUNE: 'true',
    EXECUTIONS_DATA_MAX_AGE: '24',
    EXECUTIONS_DATA_PRUNE_MAX_COUNT: '1000',
  };
}

/** n8n names neither the variable that moves a port nor, for its broker, that the port was the reason. */
async function assertFree(port: number, variable: string): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, HOST);
    await once(server, 'listening');
  } catch {
    throw new Error(`n8n cannot listen on port ${port}: it is in use. Set ${variable} to another port.`);
  }
  server.close();
  await once(server, 'close');
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

const isReady = (url: string) =>
  fetch(`${url}/healthz/readiness`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isReady(url))) {
    if (hasEnded(child)) throw new Error('n8n ended at its start.');
    if (Date.now() > deadline) throw new Error(`n8n is not ready after ${READY_WITHIN_MS / 1_000} s.`);
    await sleep(200);
  }
}

/** Before that a change of a workflow would race with its activation, and leave both versions running. */
async function untilActivated(child: ChildProcess, saidSoFar: () => Promise<string>): Promise<void> {
  const deadline = Date.now() + ACTIVATED_WITHIN_MS;
  while (!(await saidSoFar()).includes(ACTIVATED) && !hasEnded(child) && Date.now() < deadline) await sleep(200);
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await exited;
  clearTimeout(late);
}

const saidIn = async (logFile: string, from: number) => (await readFile(logFile)).subarray(from).toString('utf8');

const lastLines = (text: string) => text.trim().split('\n').slice(-15).join('\n');

/** Starts the installed n8n and answers when it is ready. */
export async function startN8n(options: Options): Promise<N8nServer> {
  const { installation, ports, logFile } = options;
  await assertFree(ports.http, 'N8N_PORT');
  await assertFree(ports.broker, 'N8N_RUNNERS_BROKER_PORT');
  const log = await open(logFile, 'a', 0o600);
  const { size } = await log.stat();
  const preload = `--import=${join(import.meta.dirname, 'die-with-parent.mjs')}`;
  const child = spawn(process.execPath, [preload, n8nProgram(installation), 'start'], {
    // In a group of its own: Ctrl-C is for whoever started us, who stops n8n before the services it calls.
    detached: true,
    env: await serverEnvironment(options),
    stdio: ['pipe', log.fd, log.fd],
  });
  await log.close();
  const exited = once(child, 'exit').then(() => undefined);
  const said = () => saidIn(logFile, size);
  const url = `http://${HOST}:${ports.http}`;
  try {
    await untilReady(child, url);
  } catch (error) {
    await end(child);
    throw new Error(`${String(error)}\n${lastLines(await said())}`);
  }
  await untilActivated(child, said);
  return { url, pid: child.pid ?? 0, exited, stop: () => end(child) };
}
