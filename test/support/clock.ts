import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';

export interface TestClock extends Clock {
  /** Moves the time forward by this many milliseconds. */
  pass(ms: number): void;
}

/** Starts far ahead of the server's own time, by which MongoDB deletes what has expired, also in the middle of a test. */
export function testClock(start = new Date('2096-03-02T09:00:00.000Z')): TestClock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    pass: (ms) => {
      now += ms;
    },
  };
}
