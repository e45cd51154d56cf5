// Tidies up when the process that started it is gone, however that ended: its stdin closes then.
// Lines on stdin: `+<pid>` takes a process group into charge, `-<pid>` lets it go, `rm <folder>` is removed at the end.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 10_000;
const charges = new Set();
/** @type {string[]} */
const leftovers = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith('+')) charges.add(Number(line.slice(1)));
  if (line.startsWith('-')) charges.delete(Number(line.slice(1)));
  if (line.startsWith('rm ')) leftovers.push(line.slice(3));
}
signalAll('SIGTERM');
for (const deadline = Date.now() + GRACE_MS; charges.size > 0 && Date.now() < deadline; await sleep(200)) signalAll(0);
signalAll('SIGKILL');
for (const folder of leftovers) rmSync(folder, { recursive: true, force: true });

/** @param {NodeJS.Signals | 0} signal */
function signalAll(signal) {
  for (const pid of charges) {
    try {
      process.kill(-pid, signal);
    } catch {
      charges.delete(pid);
    }
  }
}
