import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { reservationModel } from './reservation.model';

export type ReservationStore = ReturnType<typeof createReservationStore>;

export function createReservationStore(connection: Connection) {
  const reservations = reservationModel(connection);
  return {
    /** Hands out the next `count` slots of a limit: one atomic update on the database's clock, whoever else is asking. */
    take: (limit: string, count: number, spacing: number) =>
      reservations
        .findOneAndUpdate(
          { _id: limit },
          [
            { $set: { now: { $toDouble: '$$NOW' } } },
            { $set: { first: { $max: ['$next', '$now'] } } },
            { $set: { next: { $add: ['$first', count * spacing] } } },
          ],
          { upsert: true, returnDocument: 'after', updatePipeline: true },
        )
        .orFail()
        .lean(),
  };
}
