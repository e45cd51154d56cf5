import { narrowed, type Offset } from './database-time';
import type { ReservationStore } from './reservation.store';
import { headStartAfter, SHORTEST_HEAD_START_MS, slotsOf, spacingMs, type Rate, type Slot } from './slot';

export type Limit = ReturnType<typeof createLimit>;

interface LimitDeps {
  reservations: ReservationStore;
  /** Milliseconds that only ever go forward, as `performance.now`. */
  stopwatch: () => number;
}

/** Keeps a rate over all instances and restarts: what is not reserved is not sent. */
export function createLimit({ reservations, stopwatch }: LimitDeps, name: string, rate: Rate) {
  const spacing = spacingMs(rate);
  let offset: Offset | null = null;
  let head_start = SHORTEST_HEAD_START_MS;

  return {
    /** Never more than a window's worth at once, so that little is lost with a process that dies. */
    most: rate.messages,
    reserve: async (count: number): Promise<Slot[]> => {
      const asked = stopwatch();
      const { first, now } = await reservations.take(name, { count, spacing, head_start });
      offset = narrowed(offset, { now, asked, answered: stopwatch() });
      return slotsOf({ first, count, spacing, head_start }, offset);
    },
    /** A message is ready for the slot: the next ones are asked for as early as this one should have been. */
    prepared: ({ prepare_at }: Slot): void => {
      head_start = headStartAfter(head_start, stopwatch() - prepare_at);
    },
  };
}
