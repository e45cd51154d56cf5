import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGuard } from './guard.ts';
import { openLogFile } from './log-file.ts';

export const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Whether a GET is answered with 2xx within two seconds. */
export const isAnswered = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

/** Sends SIGTERM to a detached child; after `withinMs` milliseconds its whole process group is killed. */
export async function end(child: ChildProcess, withinMs: number): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => process.kill(-Number(child.pid), 'SIGKILL'), withinMs);
  await exited;
  clearTimeout(late);
}

/** The end of a program's output, without the stack traces that hide the reason. */
export const lastWords = (lines: readonly string[]): string =>
  lines
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    .slice(-12)
    .join('\n');

interface Options {
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  /** Gets the output, rotated; without it, only the last lines are kept in memory. */
  logFile?: string | undefined;
  /** Which lines of the output are written to the log; default all. */
  isLogged?: (line: string) => boolean;
  onLine?: (line: string) => void;
}

/** A grandchild may hold the pipe open after the program has ended. */
const OUTPUT_WITHIN_MS = 1_000;
const KEPT_LINES = 50;

/**
 * Starts a program in a process group of its own, so that Ctrl-C at the terminal reaches only this process, which stops
 * the parts in their order. A guard ends the program when this process is gone, even after `kill -9`.
 */
export async function startChild({ command, args, env, logFile, isLogged = () => true, onLine }: Options) {
  const child = spawn(command, args, { detached: true, env, stdio: ['ignore', 'pipe', 'pipe'] });
  await once(child, 'spawn');
  const guard = createGuard();
  guard.watch(Number(child.pid));
  const log = logFile === undefined ? undefined : openLogFile(logFile);
  const recent: string[] = [];
  const outputs = [child.stdout, child.stderr].map((stream) => {
    const lines = createInterface({ input: stream });
    lines.on('line', (line) => {
      recent.push(line);
      if (recent.length > KEPT_LINES) recent.shift();
      onLine?.(line);
      if (isLogged(line)) log?.write(line);
    });
    return once(lines, 'close');
  });
  const output = Promise.all(outputs).then(() => log?.close());
  const exited = once(child, 'exit').then(async () => {
    guard.close();
    await Promise.race([output, sleep(OUTPUT_WITHIN_MS, undefined, { ref: false })]);
  });
  return {
    child,
    pid: Number(child.pid),
    /** Resolves when the program has ended and its output has been read. */
    exited,
    guard,
    recentLines: (): readonly string[] => recent,
    stop: async (withinMs: number) => {
      await end(child, withinMs);
      await exited;
    },
  };
}
