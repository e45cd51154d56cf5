import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createGuard } from '../../../scripts/process/guard.ts';
import { end, hasEnded } from '../../../scripts/process/child-process';
import { eventually } from '../eventually';
import { onFinish } from '../finish';

interface Program {
  command: string;
  args: string[];
  env: Record<string, string>;
  /** The user that runs the program; default the current user. */
  user?: { uid: number; gid: number } | undefined;
  /** Rejects until the program can be used. Gets what the program has printed so far. */
  ready: (output: string) => Promise<unknown>;
  readyWithinMs?: number;
}

export interface Running {
  /** Everything that the program has printed. */
  output: () => string;
  /** Resolves when the program has ended. */
  kill: (signal: 'SIGKILL' | 'SIGTERM') => Promise<void>;
  readonly pid: number;
}

const STOP_WITHIN_MS = 3_000;

/** Starts a program and resolves when it is ready. It ends with the test file, even when jest is killed. */
export async function startProgram({ command, args, env, user, ready, readyWithinMs = 20_000 }: Program) {
  const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'], ...user });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  const guard = createGuard();
  guard.watch(Number(child.pid));
  const exited = once(child, 'exit').then(() => guard.close());
  const kill: Running['kill'] = async (signal) => {
    if (!hasEnded(child)) child.kill(signal);
    await exited;
  };
  onFinish(() => end(child, STOP_WITHIN_MS));
  const running: Running = { output: () => text, kill, pid: Number(child.pid) };
  await eventually(() => ready(text), readyWithinMs).catch((error: unknown) => {
    throw new Error(
      `${[command, ...args].join(' ')} is not ready (${String(error)}). Its output:\n${text.slice(-2_000)}`,
    );
  });
  return running;
}

/** Rejects unless the address answers with 2xx. */
export async function answers(url: string): Promise<void> {
  const { ok, status } = await fetch(url);
  if (!ok) throw new Error(`${url} answers ${String(status)}`);
}
