import { spawn } from 'node:child_process';
import { join } from 'node:path';

export type Guard = ReturnType<typeof createGuard>;

/** Watches over detached child processes, so that none outlives this process, not even after `kill -9`. */
export function createGuard() {
  const guard = spawn(process.execPath, [join(import.meta.dirname, 'guard.mjs')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  const tell = (line: string) => void guard.stdin.write(`${line}\n`);
  return {
    watch: (pid: number) => tell(`+${pid}`),
    release: (pid: number) => tell(`-${pid}`),
    /** Removes the folder once all it watches over has ended. */
    removeAtEnd: (folder: string) => tell(`rm ${folder}`),
    /** Ends what is still in charge, then itself. */
    close: () => void guard.stdin.end(),
  };
}
