import type { Connection } from 'mongoose';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';

/** One limit. Times are milliseconds with fractions, for a fast limit has several slots in one of them. */
export interface ReservationDocument {
  /** What is limited, e.g. `email:smtp`: the account at the provider, whoever's messages it sends. */
  _id: string;
  /** When the slots handed out last begin, and what time it was then. */
  first: number;
  now: number;
  /** Nothing from here on is handed out yet. */
  next: number;
}

const number = { type: Number, required: true } as const;

const schema = defineSchema<ReservationDocument>({
  _id: { type: String, required: true },
  first: number,
  now: number,
  next: number,
});

export const reservationModel = (connection: Connection) =>
  connection.model<ReservationDocument>('Reservation', schema, 'reservations');
