import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded, isAnswered, lastWords, startChild } from '../process/child-process.ts';
import { assertFree } from '../process/free-port.ts';
import { HOST, n8nProgram, serverEnvironment, type ServerSettings } from './environment.ts';

export interface N8nServer {
  /** The base URL, without a trailing slash. */
  url: string;
  pid: number;
  /** Resolves when n8n has ended, for whatever reason. */
  exited: Promise<void>;
  stop: () => Promise<void>;
}

interface Options extends ServerSettings {
  logFile: string;
}

const READY_WITHIN_MS = 90_000;
/** n8n prints this when it has tried to activate every published workflow; a trigger that failed is tried again later. */
const ACTIVE = 'Editor is now accessible via';
const ACTIVE_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 20_000;

/** Waits until n8n answers; returns the reason when n8n will never answer. */
async function untilReady(child: ChildProcess, url: string): Promise<string | undefined> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isAnswered(`${url}/healthz/readiness`))) {
    if (hasEnded(child)) return 'n8n ended at its start';
    if (Date.now() > deadline) return `n8n is not ready after ${READY_WITHIN_MS / 1_000} s`;
    await sleep(200);
  }
  return undefined;
}

/** Starts the installed n8n and answers when it is ready. */
export async function startN8n(options: Options): Promise<N8nServer> {
  const { installation, ports, logFile } = options;
  await assertFree(HOST, ports.http, 'N8N_PORT');
  await assertFree(HOST, ports.broker, 'N8N_RUNNERS_BROKER_PORT');
  const { promise: active, resolve: setActive } = Promise.withResolvers<true>();
  const { child, pid, exited, recentLines, stop } = await startChild({
    command: process.execPath,
    args: [n8nProgram(installation), 'start'],
    env: await serverEnvironment(options),
    logFile,
    onLine: (line) => {
      if (line.includes(ACTIVE)) setActive(true);
    },
  });
  const url = `http://${HOST}:${ports.http}`;
  const trouble = await untilReady(child, url);
  if (trouble) {
    await stop(STOP_WITHIN_MS);
    throw new Error(`${trouble}. The end of its output:\n${lastWords(recentLines())}`);
  }
  // Changing a workflow before its activation is complete could leave both versions running.
  await Promise.race([active, exited, sleep(ACTIVE_WITHIN_MS, undefined, { ref: false })]);
  return { url, pid, exited, stop: () => stop(STOP_WITHIN_MS) };
}
