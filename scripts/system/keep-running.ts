import { setTimeout as sleep } from 'node:timers/promises';

export interface Stoppable {
  stop: () => Promise<void>;
}

/** A part of the system that is restarted when it ends unexpectedly. */
export interface Running extends Stoppable {
  name: string;
  /** The id of the current process. */
  pid: () => number;
  /** Ends the process, which is then started again with its new program. */
  restart: () => Promise<void>;
}

export interface Process extends Stoppable {
  pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  exited: Promise<void>;
}

const RESTART_DELAY_MS = 1_000;

/** Starts a part and restarts the part whenever it ends without `stop`. */
export async function keepRunning(
  name: string,
  start: () => Promise<Process>,
  onRestart: (name: string) => void,
): Promise<Running> {
  const stopping = new AbortController();
  let isExpected = false;
  const isStopping = () => stopping.signal.aborted;
  let running = await start();

  // The cause of the end, an absent database for example, may last, so restarting never gives up.
  const startAgain = async (): Promise<void> => {
    await sleep(RESTART_DELAY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
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
