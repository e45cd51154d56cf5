import { spawn } from 'node:child_process';
import { join } from 'node:path';

export type Guard = ReturnType<typeof createGuard>;

/** A process that ends detached child processes when this process is gone, even after `kill -9`. */
export function createGuard() {
  const guard = spawn(process.execPath, [join(import.meta.dirname, 'guard.mjs')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  const send = (line: string) => void guard.stdin.write(`${line}\n`);
  return {
    /** Adds the process group of `pid` to those that the guard ends. */
    watch: (pid: number) => send(`+${pid}`),
    /** Removes the folder after all watched process groups have ended. */
    removeAtEnd: (folder: string) => send(`rm ${folder}`),
    /** Ends the watched process groups now, then the guard itself. */
    close: () => void guard.stdin.end(),
  };
}
