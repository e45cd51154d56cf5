import { Schema, type Connection } from 'mongoose';
import type { DeadLetterKind } from '@lead-nurturing/contracts/common/dead-letter';
import { defineSchema } from '../mongo/schema';

export interface DeadLetterDocument {
  _id: string;
  company_id: string;
  kind: DeadLetterKind;
  origin: string;
  reason: string;
  payload: Record<string, unknown>;
  /** What was given up on: reporting it again adds nothing. */
  idempotency_key: string;
  created_at: Date;
}

const text = { type: String, required: true } as const;
const schema = defineSchema<DeadLetterDocument>(
  {
    _id: text,
    company_id: text,
    kind: text,
    origin: text,
    reason: text,
    payload: { type: Schema.Types.Mixed, required: true },
    idempotency_key: text,
    created_at: { type: Date, required: true },
  },
  [
    [{ company_id: 1, kind: 1, idempotency_key: 1 }, { unique: true }],
    [{ company_id: 1, _id: -1 }],
    [{ company_id: 1, kind: 1, _id: -1 }],
  ],
);

export const deadLetterModel = (connection: Connection) =>
  connection.model<DeadLetterDocument>('DeadLetter', schema, 'dead_letters');
