import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Whether a GET is answered with 2xx within two seconds. */
export const isAnswered = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

/** Asks a detached child to end; one that has not after `withinMs` milliseconds is killed with its group. */
export async function end(child: ChildProcess, withinMs: number): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => process.kill(-Number(child.pid), 'SIGKILL'), withinMs);
  await exited;
  clearTimeout(late);
}
