import { Schema, type Connection } from 'mongoose';
import { defineSchema } from './schema';

export interface FirstResult {
  /** company, operation and key. */
  _id: string;
  result: unknown;
  created_at: Date;
}

const KEPT_SECONDS = 30 * 24 * 3_600;

const schema = defineSchema<FirstResult>(
  { _id: { type: String, required: true }, result: Schema.Types.Mixed, created_at: { type: Date, required: true } },
  [[{ created_at: 1 }, { expireAfterSeconds: KEPT_SECONDS }]],
);

export const firstResultModel = (connection: Connection) =>
  connection.model<FirstResult>('FirstResult', schema, 'idempotency');
