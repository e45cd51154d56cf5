import { refineClockOffset, type Offset } from './database-time';
import type { ReservationStore } from './reservation.store';
import { leadTimeAfter, SHORTEST_LEAD_TIME_MS, slotsOf, spacingMs, type Rate, type Slot } from './slot';

export type Limit = ReturnType<typeof createLimit>;

interface LimitDeps {
  reservations: ReservationStore;
  /** Milliseconds that only ever go forward, as `performance.now`. */
  monotonicNow: () => number;
}

/** Keeps a rate over all instances and restarts: what is not reserved is not sent. */
export function createLimit({ reservations, monotonicNow }: LimitDeps, name: string, rate: Rate) {
  const spacing = spacingMs(rate);
  let offset: Offset | null = null;
  let leadTime = SHORTEST_LEAD_TIME_MS;

  return {
    /** Never more than a window's worth at once, so that little is lost with a process that dies. */
    most: rate.messages,
    reserve: async (count: number): Promise<Slot[]> => {
      const asked = monotonicNow();
      const { first, now } = await reservations.take(name, { count, spacing, leadTime });
      offset = refineClockOffset(offset, { now, asked, answered: monotonicNow() });
      return slotsOf({ first, count, spacing, leadTime }, offset);
    },
    /** A message is ready for the slot: the next ones are asked for as early as this one should have been. */
    prepared: ({ prepare_at }: Slot): void => {
      leadTime = leadTimeAfter(leadTime, monotonicNow() - prepare_at);
    },
  };
}
