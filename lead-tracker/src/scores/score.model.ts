import { z } from 'zod';
import { defineModel } from '@lead-nurturing/service-kit/mongo/model';

/** One change of a score. A lead's score is the sum of its entries. */
export const LedgerDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  lead_id: z.string(),
  /** Hundredths of a point. */
  hundredths: z.number(),
  reason: z.string(),
  event_id: z.string().nullable(),
  at: z.date(),
});
export type LedgerDocument = z.infer<typeof LedgerDocument>;

export const ledgerModel = defineModel('lead_scores', LedgerDocument, [[{ company_id: 1, lead_id: 1, _id: -1 }]]);
