import type { Connection } from 'mongoose';
import type { ApiKeyOrigin } from '@lead-nurturing/contracts/access/api-key';
import { defineSchema } from '../mongo/schema';

export interface ApiKeyDocument {
  _id: string;
  company_id: string;
  origin: ApiKeyOrigin;
  label: string;
  scopes: string[];
  /** SHA-256 of the key. A key is 32 random bytes, so a slow hash would add no protection. */
  key_hash: string;
  /** Raised when another key with scope `*` is deleted because this one remains. */
  deletions_survived: number;
  created_at: Date;
}

const text = { type: String, required: true } as const;
const schema = defineSchema<ApiKeyDocument>(
  {
    _id: text,
    company_id: text,
    origin: text,
    label: text,
    scopes: { type: [String], required: true },
    key_hash: text,
    deletions_survived: { type: Number, required: true },
    created_at: { type: Date, required: true },
  },
  // The company is found by the key's hash, so this one unique index cannot begin with the company.
  [[{ key_hash: 1 }, { unique: true }], [{ company_id: 1, _id: 1 }]],
);

export const apiKeyModel = (connection: Connection) => connection.model<ApiKeyDocument>('ApiKey', schema, 'api_keys');
