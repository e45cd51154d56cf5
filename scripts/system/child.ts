import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, hasEnded, isAnswered } from '../process/child-process.ts';
import { createGuard } from '../process/guard.ts';
import { openLog } from '../process/open-log.ts';
import { SMALL_HEAP } from '../process/small-heap.ts';
import { keepRunning, type Process, type Running } from './keep-running.ts';

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
const STOP_WITHIN_MS = 12_000;

/** Runs a part of the system until stopped: a part that dies is started again, and does not outlive us. */
export const startPart = (part: Part): Promise<Running> =>
  keepRunning(part.name, () => startProcess(part), part.onRestart);

async function startProcess(part: Part): Promise<Process> {
  const log = openLog(part.logFile);
  const flags = part.watch ? ['--watch', '--watch-preserve-output'] : [];
  // In a group of its own: Ctrl-C is for us, and we stop the parts in their order.
  const child = spawn(process.execPath, [...SMALL_HEAP, ...flags, join(root, part.file)], {
    detached: true,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...part.env },
    stdio: ['ignore', log.fd, log.fd],
  });
  closeSync(log.fd);
  await once(child, 'spawn');
  const exited = guarded(child);
  const running = { pid: Number(child.pid), exited, stop: () => end(child, STOP_WITHIN_MS) };
  if (await isReady(child, part.readyAt)) return running;
  await end(child, STOP_WITHIN_MS);
  const said = (await readFile(part.logFile)).subarray(log.size).toString('utf8');
  throw new Error(`${part.name} did not start. Its last words:\n${lastLines(said)}\n(all of them: ${part.logFile})`);
}

async function guarded(child: ChildProcess): Promise<void> {
  const guard = createGuard();
  guard.watch(Number(child.pid));
  await once(child, 'exit');
  guard.close();
}

async function isReady(child: ChildProcess, url: string): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && !hasEnded(child)) {
    if (await isAnswered(url)) return true;
    await sleep(50);
  }
  return false;
}

const lastLines = (text: string) => text.trim().split('\n').slice(-8).join('\n');
