import type { Connection } from 'mongoose';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';
import type { Identity } from './identify';

/** What a person is known by. */
export interface IdentityDocument extends Identity {
  _id: string;
  company_id: string;
  person_id: string;
}

const text = { type: String, required: true } as const;

const schema = defineSchema<IdentityDocument>(
  { _id: text, company_id: text, source: text, kind: text, value: text, person_id: text },
  [[{ company_id: 1, source: 1, kind: 1, value: 1 }, { unique: true }], [{ company_id: 1, person_id: 1 }]],
);

export const identityModel = (connection: Connection) =>
  connection.model<IdentityDocument>('Identity', schema, 'identities');
