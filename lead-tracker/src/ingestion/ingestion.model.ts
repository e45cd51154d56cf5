import { z } from 'zod';
import { defineModel } from '@lead-nurturing/service-kit/mongo/model';

/** How far a source has been read. */
export const CursorDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  source: z.string(),
  cursor: z.string(),
  updated_at: z.date(),
});

export const cursorModel = defineModel('ingestion_cursors', CursorDocument, [
  [{ company_id: 1, source: 1 }, { unique: true }],
]);

/** A record that is not a valid login, stored as received, with the reason. */
export const QuarantineDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  source: z.string(),
  reason: z.string(),
  record: z.unknown(),
  /** SHA-256 of the record: overlapping pages store the same record once. */
  record_hash: z.string(),
  created_at: z.date(),
});

export const quarantineModel = defineModel('quarantine', QuarantineDocument, [
  [{ company_id: 1, source: 1, _id: -1 }],
  [{ company_id: 1, source: 1, record_hash: 1 }, { unique: true }],
]);
