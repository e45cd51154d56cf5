import { z } from 'zod';
import { DeadLetterKind } from '@lead-nurturing/contracts/common/dead-letter';
import { defineModel } from '../mongo/model';

const DeadLetterDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  kind: DeadLetterKind,
  origin: z.string(),
  reason: z.string(),
  payload: z.record(z.string(), z.unknown()),
  /** Names the failure within its kind: a second report of the same failure adds no document. */
  idempotency_key: z.string(),
  created_at: z.date(),
});
export type DeadLetterDocument = z.infer<typeof DeadLetterDocument>;

export const deadLetterModel = defineModel('dead_letters', DeadLetterDocument, [
  [{ company_id: 1, kind: 1, idempotency_key: 1 }, { unique: true }],
  [{ company_id: 1, _id: -1 }],
  [{ company_id: 1, kind: 1, _id: -1 }],
]);
