import { Schema, type Connection } from 'mongoose';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';

/** A record that did not validate, kept as it came, with the reason. */
export interface QuarantineDocument {
  _id: string;
  company_id: string;
  source: string;
  reason: string;
  record: unknown;
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
    created_at: { type: Date, required: true },
  },
  [[{ company_id: 1, source: 1, _id: -1 }]],
);

export const quarantineModel = (connection: Connection) =>
  connection.model<QuarantineDocument>('Quarantined', schema, 'quarantine');
