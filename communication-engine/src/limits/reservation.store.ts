import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { reservationModel } from './reservation.model';

interface Wanted {
  count: number;
  /** Between two slots, in milliseconds. */
  spacing: number;
  /** Milliseconds from now until the first slot may open; an earlier slot would be over before the answer arrives. */
  leadTime: number;
}

export type ReservationStore = ReturnType<typeof createReservationStore>;

export function createReservationStore(connection: Connection) {
  const reservations = reservationModel(connection);
  return {
    /** Reserves the next `count` slots of a limit for this instance: one atomic update, by the database's clock. */
    take: (limit: string, { count, spacing, leadTime }: Wanted) =>
      reservations
        .findOneAndUpdate(
          { _id: limit },
          [
            { $set: { now: { $toDouble: '$$NOW' } } },
            { $set: { first: { $max: ['$next', { $add: ['$now', leadTime] }] } } },
            { $set: { next: { $add: ['$first', count * spacing] } } },
          ],
          { upsert: true, returnDocument: 'after', updatePipeline: true },
        )
        .orFail()
        .lean(),
  };
}
