import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';

export interface TestClock extends Clock {
  /** Moves the time forward by this many milliseconds. */
  pass(ms: number): void;
}

/** Starts far after the server's time, so that MongoDB, which deletes expired documents by server time, deletes none. */
export function testClock(start = new Date('2096-03-02T09:00:00.000Z')): TestClock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    pass: (ms) => {
      now += ms;
    },
  };
}
