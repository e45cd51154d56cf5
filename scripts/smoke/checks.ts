import { setTimeout as sleep } from 'node:timers/promises';
import Table from 'cli-table3';

export interface Checked {
  what: string;
  expected: number;
  /** What was seen in the end, or why it could not be looked at. */
  seen: number | string;
  isRight: boolean;
  seconds: number;
}

export type Check = (what: string, expected: number, look: () => Promise<number>) => Promise<void>;

const sight = (look: () => Promise<number>): Promise<number | string> =>
  look().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));

/** Looks until so much is seen, all checks together not longer than that; what fails is noted and does not end the story. */
export function createChecks(withinMs: number) {
  const began = performance.now();
  const done: Checked[] = [];
  const check: Check = async (what, expected, look) => {
    for (;;) {
      const seen = await sight(look);
      const ms = performance.now() - began;
      if ((typeof seen === 'number' && seen >= expected) || ms > withinMs) {
        done.push({ what, expected, seen, isRight: seen === expected, seconds: ms / 1_000 });
        return;
      }
      await sleep(250);
    }
  };
  return { check, done };
}

export function report(done: readonly Checked[]): string {
  const table = new Table({ head: ['', 'expected', 'seen', 'after s', ''], style: { head: [], border: [] } });
  for (const { what, expected, seen, seconds, isRight } of done)
    table.push([what, expected, seen, seconds.toFixed(1), isRight ? 'ok' : 'WRONG']);
  return table.toString();
}
