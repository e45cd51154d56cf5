import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { hasEnded, isAnswered, lastWords, startChild } from '../process/child-process.ts';
import { SMALL_HEAP } from '../process/small-heap.ts';
import { keepRunning, type Process, type Running } from './keep-running.ts';

interface Part {
  name: string;
  /** The program's path from the root of the repository. */
  file: string;
  env: Record<string, string | undefined>;
  logFile: string;
  /** An address that answers 2xx once the part can be used. */
  readyAt: string;
  /** Called when the part has ended unexpectedly and is about to be restarted. */
  onRestart: (name: string) => void;
  /** Restart the part whenever its program changes. */
  watch: boolean;
}

const LogLine = z.object({
  level: z.number(),
  msg: z.string(),
  err: z.object({ message: z.string() }).optional(),
});
const ERROR_LEVEL = 50;

/** The errors in the JSON lines of a service's output; without any, the end of the output as it is. */
export function reasonOf(output: readonly string[]): string {
  const errors = output.flatMap((line) => {
    const { level, msg, err } = parseLine(line);
    if (level < ERROR_LEVEL) return [];
    return err ? `${msg}: ${err.message}` : msg;
  });
  return errors.length > 0 ? errors.join('\n') : lastWords(output);
}

function parseLine(line: string): z.infer<typeof LogLine> {
  try {
    return LogLine.parse(JSON.parse(line));
  } catch {
    return { level: 0, msg: line };
  }
}

const root = join(import.meta.dirname, '..', '..');
const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 12_000;

/** Runs a part of the system until it is stopped: a part that ends unexpectedly is restarted. */
export const startPart = (part: Part): Promise<Running> =>
  keepRunning(part.name, () => startProcess(part), part.onRestart);

async function startProcess(part: Part): Promise<Process> {
  const flags = part.watch ? ['--watch', '--watch-preserve-output'] : [];
  const { child, pid, exited, recentLines, stop } = await startChild({
    command: process.execPath,
    args: [...SMALL_HEAP, ...flags, join(root, part.file)],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...part.env },
    logFile: part.logFile,
  });
  if (await isReady(child, part.readyAt)) return { pid, exited, stop: () => stop(STOP_WITHIN_MS) };
  await stop(STOP_WITHIN_MS);
  throw new Error(`${part.name} did not start:\n${reasonOf(recentLines())}\n(its log: ${part.logFile})`);
}

async function isReady(child: ChildProcess, url: string): Promise<boolean> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && !hasEnded(child)) {
    if (await isAnswered(url)) return true;
    await sleep(50);
  }
  return false;
}
