import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, hasEnded, isAnswered } from '../process/child-process.ts';
import { createGuard } from '../process/guard.ts';
import { openLog } from '../process/open-log.ts';
import { assertFree } from './assert-free.ts';
import { lastWords } from './last-words.ts';
import { n8nProgram } from './run-environment.ts';
import { HOST, serverEnvironment, type ServerSettings } from './server-environment.ts';

export interface N8nServer {
  /** Without a slash at its end. */
  url: string;
  pid: number;
  /** Settles when n8n has ended, asked or not. */
  exited: Promise<void>;
  stop: () => Promise<void>;
}

interface Options extends ServerSettings {
  logFile: string;
}

const READY_WITHIN_MS = 90_000;
/** n8n says it when every published workflow is active; where a trigger could not be, n8n tries it again later. */
const ACTIVE = 'Editor is now accessible via';
const ACTIVE_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 20_000;

/** Waits until n8n answers; what it returns is why it never will. */
async function untilReady(child: ChildProcess, url: string): Promise<string | undefined> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isAnswered(`${url}/healthz/readiness`))) {
    if (hasEnded(child)) return 'n8n ended at its start';
    if (Date.now() > deadline) return `n8n is not ready after ${READY_WITHIN_MS / 1_000} s`;
    await sleep(200);
  }
  return undefined;
}

/** A change of a workflow before that would race with its activation and could leave both versions running. */
async function untilActive(child: ChildProcess, said: () => Promise<string>): Promise<void> {
  const deadline = Date.now() + ACTIVE_WITHIN_MS;
  while (!(await said()).includes(ACTIVE) && !hasEnded(child) && Date.now() < deadline) await sleep(200);
}

/** n8n and its task runner do not outlive us, not even after `kill -9`. */
async function guarded(child: ChildProcess): Promise<void> {
  const guard = createGuard();
  guard.watch(Number(child.pid));
  await once(child, 'exit');
  guard.release(Number(child.pid));
  guard.close();
}

/** Starts the installed n8n and answers when it is ready. */
export async function startN8n(options: Options): Promise<N8nServer> {
  const { installation, ports, logFile } = options;
  await assertFree(HOST, ports.http, 'N8N_PORT');
  await assertFree(HOST, ports.broker, 'N8N_RUNNERS_BROKER_PORT');
  const env = await serverEnvironment(options);
  const log = openLog(logFile);
  // detached: Ctrl-C at the terminal reaches whoever started us, who stops n8n before the services it calls
  const child = spawn(process.execPath, [n8nProgram(installation), 'start'], {
    detached: true,
    env,
    stdio: ['ignore', log.fd, log.fd],
  });
  closeSync(log.fd);
  await once(child, 'spawn');
  const exited = guarded(child);
  const said = () => text(createReadStream(logFile, { start: log.size }));
  const url = `http://${HOST}:${ports.http}`;
  const trouble = await untilReady(child, url);
  if (trouble) {
    await end(child, STOP_WITHIN_MS);
    throw new Error(`${trouble}. Its last words:\n${lastWords(await said())}`);
  }
  await untilActive(child, said);
  return { url, pid: Number(child.pid), exited, stop: () => end(child, STOP_WITHIN_MS) };
}
