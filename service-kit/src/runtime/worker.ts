import type { Log } from './log';

export interface Worker {
  /** Something may have happened: look now instead of at the next tick. */
  wake(): void;
  /** Waits for the turn in progress. */
  stop(): Promise<void>;
}

interface WorkerOptions {
  name: string;
  log: Log;
  /** How long to rest when there was nothing to do, in milliseconds. */
  idleMs: number;
  /** One turn of work; true when there may be more at once. */
  tick: () => Promise<boolean>;
}

/** Repeats `turn` until stopped. A failing turn is logged and tried again: correctness lives in the database. */
export function startWorker({ name, log, idleMs, tick }: WorkerOptions): Worker {
  let stopping = false;
  let woken = false;
  let wakeUp: () => void = () => undefined;

  const rest = async (ms: number) => {
    if (stopping || woken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };

  const run = async () => {
    while (!stopping) {
      woken = false;
      const more = await tick().catch((error: unknown) => {
        log.error({ err: error, worker: name }, 'a turn failed and will be tried again');
        return false;
      });
      if (!more) await rest(idleMs);
    }
  };
  const running = run();

  return {
    wake: () => {
      woken = true;
      wakeUp();
    },
    stop: async () => {
      stopping = true;
      wakeUp();
      await running;
    },
  };
}
