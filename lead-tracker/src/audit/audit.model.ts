import { z } from 'zod';
import { defineModel } from '@lead-nurturing/service-kit/mongo/model';

/** Who did what to which lead. Written in the transaction of the change and never changed. */
export const AuditDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  lead_id: z.string(),
  action: z.enum(['lead.created', 'lead.updated', 'event.recorded', 'stage.moved', 'stage.rolled_back']),
  actor: z.string(),
  at: z.date(),
  details: z.record(z.string(), z.unknown()),
});
export type AuditDocument = z.infer<typeof AuditDocument>;

export const auditModel = defineModel('audit', AuditDocument, [[{ company_id: 1, lead_id: 1, _id: 1 }]]);
