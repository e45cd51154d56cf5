import { setTimeout as sleep } from 'node:timers/promises';

/** Tries until it holds; at the end the last reason is the test's failure. */
export async function eventually<Result>(attempt: () => Promise<Result>, withinMs = 8_000): Promise<Result> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(50);
    }
  }
}
