import type { Connection } from 'mongoose';
import { defineSchema } from './schema';

export interface LeaseDocument {
  _id: string;
  token: string | null;
  expires_at: Date;
  /** Only the outbox sequencer's: the last position it gave out. Kept here so that one write checks the lease and counts. */
  position: number;
}

const schema = defineSchema<LeaseDocument>({
  _id: { type: String, required: true },
  token: { type: String, default: null },
  expires_at: { type: Date, required: true },
  position: { type: Number, default: 0 },
});

export const leaseModel = (connection: Connection) => connection.model<LeaseDocument>('Lease', schema, 'leases');
