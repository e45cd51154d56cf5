import type { Connection } from 'mongoose';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';

/** One change of a score; a lead's score is the sum of its entries. */
export interface LedgerDocument {
  _id: string;
  company_id: string;
  lead_id: string;
  points: number;
  reason: string;
  event_id: string | null;
  at: Date;
}

const text = { type: String, required: true } as const;

const schema = defineSchema<LedgerDocument>(
  {
    _id: text,
    company_id: text,
    lead_id: text,
    points: { type: Number, required: true },
    reason: text,
    event_id: { type: String, default: null },
    at: { type: Date, required: true },
  },
  [[{ company_id: 1, lead_id: 1, _id: -1 }]],
);

export const ledgerModel = (connection: Connection) =>
  connection.model<LedgerDocument>('ScoreEntry', schema, 'lead_scores');
