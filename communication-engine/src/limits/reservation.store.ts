import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { reservationModel } from './reservation.model';

interface Wanted {
  count: number;
  /** Between two slots, in milliseconds. */
  spacing: number;
  /** How long from now the first one opens at the earliest: none is of use before we have heard of it. */
  leadTime: number;
}

export type ReservationStore = ReturnType<typeof createReservationStore>;

export function createReservationStore(connection: Connection) {
  const reservations = reservationModel(connection);
  return {
    /** Hands out the next `count` slots of a limit: one atomic update on the database's clock, whoever else is asking. */
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
