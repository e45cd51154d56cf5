import { elapsed } from '../scripts/bootstrap/progress.mjs';
import type { OnProgress } from '../scripts/find-mongod.ts';

/** Tells once a second how far the work is, and how long it has taken. */
export async function everySecond<Result>(
  describe: () => Promise<string>,
  onProgress: OnProgress,
  work: () => Promise<Result>,
): Promise<Result> {
  const started = Date.now();
  const tell = async () => onProgress(`${await describe()} · ${elapsed(Date.now() - started)}`);
  await tell();
  const ticker = setInterval(() => void tell(), 1_000);
  try {
    return await work();
  } finally {
    clearInterval(ticker);
  }
}
