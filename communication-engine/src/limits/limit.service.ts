import type { ReservationStore } from './reservation.store';
import { slotsOf, spacingMs, type Rate, type Slot } from './slot';

export type Limit = ReturnType<typeof createLimit>;

interface LimitDeps {
  reservations: ReservationStore;
  /** Milliseconds that only ever go forward, as `performance.now`. */
  stopwatch: () => number;
}

/** Keeps a rate over all instances and restarts: what is not reserved is not sent. */
export function createLimit({ reservations, stopwatch }: LimitDeps, name: string, rate: Rate) {
  const spacing = spacingMs(rate);
  return {
    /** Never more than a window's worth at once, so that little is lost with a process that dies. */
    most: rate.messages,
    reserve: async (count: number): Promise<Slot[]> => {
      const asked = stopwatch();
      const { first, now } = await reservations.take(name, count, spacing);
      return slotsOf({ first, now, count, asked, answered: stopwatch() }, spacing);
    },
  };
}
