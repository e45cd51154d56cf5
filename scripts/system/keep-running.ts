import { setTimeout as sleep } from 'node:timers/promises';

export interface Stoppable {
  stop: () => Promise<void>;
}

/** A part of the system that is kept running. */
export interface Running extends Stoppable {
  name: string;
  /** Of the process at work now. */
  pid: () => number;
  /** Ends it, to be started again with what is new. */
  restart: () => Promise<void>;
}

export interface Process extends Stoppable {
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
  const stopping = new AbortController();
  let isExpected = false;
  const isStopping = () => stopping.signal.aborted;
  let running = await start();

  // What made it end may keep it from starting for a while, so this does not give up.
  const startAgain = async (): Promise<void> => {
    await sleep(AGAIN_AFTER_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    if (isStopping()) return;
    try {
      running = await start();
    } catch {
      await startAgain();
    }
  };
  const watchOver = async (): Promise<void> => {
    await running.exited;
    if (isStopping()) return;
    if (!isExpected) onRestart(name);
    isExpected = false;
    await startAgain();
    await (isStopping() ? running.stop() : watchOver());
  };
  const watched = watchOver();
  return {
    name,
    pid: () => running.pid,
    restart: async () => {
      isExpected = true;
      await running.stop();
    },
    stop: async () => {
      stopping.abort();
      await running.stop();
      await watched;
    },
  };
}
