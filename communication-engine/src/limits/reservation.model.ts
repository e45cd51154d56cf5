import { z } from 'zod';
import { defineModel } from '@lead-nurturing/service-kit/mongo/model';

/** The state of one limit. Times are in milliseconds with fractions, because a fast limit has several slots in one. */
export const ReservationDocument = z.object({
  /** The limited account at a provider, e.g. `email:smtp`; all companies share it. */
  _id: z.string(),
  /** The opening of the first slot of the latest reservation, and the database's time then. */
  first: z.number(),
  now: z.number(),
  /** The opening of the next free slot. */
  next: z.number(),
});
export type ReservationDocument = z.infer<typeof ReservationDocument>;

export const reservationModel = defineModel('reservations', ReservationDocument);
