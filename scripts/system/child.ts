import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGuard } from '../guard.ts';
import { openLog } from '../open-log.ts';

export interface Stoppable {
  stop: () => Promise<void>;
}

/** A part of the system that is kept running. */
export interface Running extends Stoppable {
  name: string;
  /** Of the process at work now. */
  pid: () => number;
}

interface Part {
  name: string;
  /** The program, from the root of the repository. */
  file: string;
  env: Record<string, string | undefined>;
  logFile: string;
  /** Answers 2xx once the part can be used. */
  readyAt: string;
  /** Told when the part has died and is started again. */
  onRestart: (name: string) => void;
  /** Restart it whenever its program changes. */
  watch: boolean;
}

const root = join(import.meta.dirname, '..', '..');
const READY_WITHIN_MS = 30_000;
const RESTART_AFTER_MS = 1_000;
const STOP_WITHIN_MS = 12_000;

const answers = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

function launch({ file, env, logFile, watch }: Part): ChildProcess {
  const log = openLog(logFile);
  const flags = watch ? ['--watch', '--watch-preserve-output'] : [];
  // In a group of its own: Ctrl-C is for us, and we stop the parts in their order.
  const child = spawn(process.execPath, [...flags, join(root, file)], {
    detached: true,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', log.fd, log.fd],
  });
  closeSync(log.fd);
  return child;
}

async function lastWords(logFile: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  return log.trim().split('\n').slice(-8).join('\n');
}

/** Runs a part of the system until stopped: a part that dies is started again, and does not outlive us. */
export async function startPart(part: Part): Promise<Running> {
  const guard = createGuard();
  const stop = new AbortController();
  let child = launch(part);
  const watchOver = async (): Promise<void> => {
    guard.watch(Number(child.pid));
    await once(child, 'exit');
    guard.release(Number(child.pid));
    if (!stop.signal.aborted) part.onRestart(part.name);
    await sleep(RESTART_AFTER_MS, undefined, { signal: stop.signal }).catch(() => undefined);
    if (stop.signal.aborted) return;
    child = launch(part);
    await watchOver();
  };

  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await answers(part.readyAt))) {
    if (hasEnded(child) || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${part.name} did not start. Its last words:\n${await lastWords(part.logFile)}`);
    }
    await sleep(50);
  }
  const watched = watchOver();

  return {
    name: part.name,
    pid: () => Number(child.pid),
    stop: async () => {
      stop.abort();
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      await watched;
      clearTimeout(late);
      guard.close();
    },
  };
}
