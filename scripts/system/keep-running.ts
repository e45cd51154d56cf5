import { setTimeout as sleep } from 'node:timers/promises';
import type { Running, Stoppable } from './child.ts';

interface Process extends Stoppable {
  pid: number;
  /** Settles when it has ended, asked or not. */
  exited: Promise<void>;
}

const AGAIN_AFTER_MS = 1_000;

/** Starts it, and again whenever it ends without being asked to. */
export async function keepRunning(
  name: string,
  start: () => Promise<Process>,
  onRestart: (name: string) => void,
): Promise<Running> {
  let stopping = false;
  let running = await start();
  const watchOver = async (): Promise<void> => {
    await running.exited;
    if (stopping) return;
    onRestart(name);
    await sleep(AGAIN_AFTER_MS);
    running = await start();
    await watchOver();
  };
  const watched = watchOver();
  return {
    name,
    pid: () => running.pid,
    stop: async () => {
      stopping = true;
      await running.stop();
      await watched;
    },
  };
}
