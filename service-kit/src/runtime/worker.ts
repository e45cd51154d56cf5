import type { Log } from './log';

export interface Worker {
  /** Starts a tick without waiting for `idleMs`. Resolves when a tick that began after this call found no more work. */
  wake(): Promise<void>;
  /** Starts no further tick and resolves when the running one has ended. */
  stop(): Promise<void>;
}

interface WorkerOptions {
  name: string;
  log: Log;
  /** Pause after a tick that found no more work, in milliseconds. */
  idleMs: number;
  /** Does one portion of work; true when there may be more, so that the next tick follows without a pause. */
  tick: () => Promise<boolean>;
}

/** Repeats `tick` until stopped. A tick that throws is logged and repeated: the state of the work is in the database. */
export function startWorker({ name, log, idleMs, tick }: WorkerOptions): Worker {
  let stopping = false;
  /** Callers of `wake` for whom no tick has begun yet. */
  let woken: (() => void)[] = [];
  let endPause: () => void = () => undefined;

  const pause = async () => {
    if (stopping || woken.length > 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, idleMs);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };

  const run = async () => {
    const waiting: (() => void)[] = [];
    while (!stopping) {
      waiting.push(...woken);
      woken = [];
      const more = await tick().catch((error: unknown) => {
        log.error({ err: error, worker: name }, 'a tick of this worker failed and will be repeated');
        return false;
      });
      if (more) continue;
      for (const resolve of waiting.splice(0)) resolve();
      await pause();
    }
    for (const resolve of [...waiting, ...woken]) resolve();
  };
  const running = run();

  return {
    wake: async () => {
      if (stopping) return;
      await new Promise<void>((resolve) => {
        woken.push(resolve);
        endPause();
      });
    },
    stop: async () => {
      stopping = true;
      endPause();
      await running;
    },
  };
}
