import { Schema, type Connection } from 'mongoose';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';

/** Who did what to which lead; written in the transaction of the change, never changed. */
export interface AuditDocument {
  _id: string;
  company_id: string;
  lead_id: string;
  action: 'lead.created' | 'lead.updated' | 'event.recorded' | 'stage.moved' | 'stage.rolled_back';
  actor: string;
  at: Date;
  details: Record<string, unknown>;
}

const text = { type: String, required: true } as const;

const schema = defineSchema<AuditDocument>(
  {
    _id: text,
    company_id: text,
    lead_id: text,
    action: text,
    actor: text,
    at: { type: Date, required: true },
    details: { type: Schema.Types.Mixed, required: true },
  },
  [[{ company_id: 1, lead_id: 1, _id: 1 }]],
);

export const auditModel = (connection: Connection) => connection.model<AuditDocument>('Audit', schema, 'audit');
