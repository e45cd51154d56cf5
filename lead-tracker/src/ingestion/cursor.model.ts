import type { Connection } from 'mongoose';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';

/** How far a source has been read. */
export interface CursorDocument {
  _id: string;
  company_id: string;
  source: string;
  cursor: string;
  updated_at: Date;
}

const text = { type: String, required: true } as const;

const schema = defineSchema<CursorDocument>(
  { _id: text, company_id: text, source: text, cursor: text, updated_at: { type: Date, required: true } },
  [[{ company_id: 1, source: 1 }, { unique: true }]],
);

export const cursorModel = (connection: Connection) =>
  connection.model<CursorDocument>('IngestionCursor', schema, 'ingestion_cursors');
