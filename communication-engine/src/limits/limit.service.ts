import { refineClockOffset, type Offset } from './database-time';
import type { ReservationStore } from './reservation.store';
import { leadTimeAfter, MIN_LEAD_TIME_MS, slotsOf, spacingMs, type Rate, type Slot } from './slot';

export type Limit = ReturnType<typeof createLimit>;

interface LimitDeps {
  reservations: ReservationStore;
  /** Milliseconds that never go back, as of `performance.now`. */
  monotonicNow: () => number;
}

/** Keeps a rate over all instances and restarts: each message is submitted in a slot that was reserved before. */
export function createLimit({ reservations, monotonicNow }: LimitDeps, name: string, rate: Rate) {
  const spacing = spacingMs(rate);
  let offset: Offset | null = null;
  let leadTime = MIN_LEAD_TIME_MS;

  return {
    /** Most slots in one reservation: one window, because a process that dies loses the slots it has reserved. */
    most: rate.messages,
    /** The next `count` free slots, on the monotonic clock of this process. */
    reserve: async (count: number): Promise<Slot[]> => {
      const asked = monotonicNow();
      const { first, now } = await reservations.take(name, { count, spacing, leadTime });
      offset = refineClockOffset(offset, { now, asked, answered: monotonicNow() });
      return slotsOf({ first, count, spacing, leadTime }, offset);
    },
    /** Call when a message is ready for its slot: if it was late, later slots are reserved earlier. */
    prepared: ({ prepare_at }: Slot): void => {
      leadTime = leadTimeAfter(leadTime, monotonicNow() - prepare_at);
    },
  };
}
