import { Schema, type Connection } from 'mongoose';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';

/** A record that did not validate, kept as it came, with the reason. */
export interface QuarantineDocument {
  _id: string;
  company_id: string;
  source: string;
  reason: string;
  record: unknown;
  /** SHA-256 of the record: told again, by a page that overlaps another, it is the same record. */
  record_hash: string;
  created_at: Date;
}

const text = { type: String, required: true } as const;

const schema = defineSchema<QuarantineDocument>(
  {
    _id: text,
    company_id: text,
    source: text,
    reason: text,
    record: { type: Schema.Types.Mixed },
    record_hash: text,
    created_at: { type: Date, required: true },
  },
  [
    [{ company_id: 1, source: 1, _id: -1 }],
    [
      { company_id: 1, source: 1, record_hash: 1 },
      // What was kept before there was a hash stays as it is.
      { unique: true, partialFilterExpression: { record_hash: { $exists: true } } },
    ],
  ],
);

export const quarantineModel = (connection: Connection) =>
  connection.model<QuarantineDocument>('Quarantined', schema, 'quarantine');
