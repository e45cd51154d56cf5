import { elapsed } from '../bootstrap/progress.mjs';
import type { OnProgress } from '../mongo/find-mongod.ts';

/** A line a second would fill a file. */
const TICK_MS = process.stdout.isTTY ? 1_000 : 15_000;

/** Tells now and then how far the work is, and how long it has taken. */
export async function withTicker<Result>(
  describe: () => Promise<string>,
  onProgress: OnProgress,
  work: () => Promise<Result>,
): Promise<Result> {
  const started = Date.now();
  const tell = async () => onProgress(`${await describe()} · ${elapsed(Date.now() - started)}`);
  await tell();
  const ticker = setInterval(() => void tell(), TICK_MS);
  try {
    return await work();
  } finally {
    clearInterval(ticker);
  }
}
