import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats the check until it passes; after the time limit the test fails with the last error. */
export async function eventually<Result>(attempt: () => Promise<Result>, withinMs = 20_000): Promise<Result> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    const tried = await attempt().then(
      (result) => ({ result }),
      () => undefined,
    );
    if (tried) return tried.result;
    await sleep(50);
  }
  return attempt();
}
