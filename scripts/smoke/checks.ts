import { setTimeout as sleep } from 'node:timers/promises';
import Table from 'cli-table3';

export interface Checked {
  what: string;
  expected: number;
  /** The last value, or the error that reading the value ended with. */
  seen: number | string;
  isRight: boolean;
  seconds: number;
}

export type Check = (what: string, expected: number, read: () => Promise<number>) => Promise<void>;

const readValue = (read: () => Promise<number>): Promise<number | string> =>
  read().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));

/**
 * Checks that each poll a value until it reaches `expected`, all checks together for at most `withinMs`. A failed check is
 * recorded and does not throw, so that the checks after it are made as well.
 */
export function createChecks(withinMs: number) {
  const began = performance.now();
  const done: Checked[] = [];
  const check: Check = async (what, expected, read) => {
    for (;;) {
      const seen = await readValue(read);
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
