// Cleans up after the process that started it: the guard's stdin closes when that process is gone, however it ended.
// Lines on stdin: `+<pid>` adds a process group to end, `rm <folder>` adds a folder to remove after that.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 10_000;
const groups = new Set();
/** @type {string[]} */
const folders = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith('+')) groups.add(Number(line.slice(1)));
  if (line.startsWith('rm ')) folders.push(line.slice(3));
}
signalAll('SIGTERM');
for (const deadline = Date.now() + GRACE_MS; groups.size > 0 && Date.now() < deadline; await sleep(200)) signalAll(0);
signalAll('SIGKILL');
for (const folder of folders) rmSync(folder, { recursive: true, force: true });

/** @param {NodeJS.Signals | 0} signal */
function signalAll(signal) {
  for (const pid of groups) {
    try {
      process.kill(-pid, signal);
    } catch {
      groups.delete(pid);
    }
  }
}
