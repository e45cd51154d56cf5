import type { Connection } from 'mongoose';
import { defineSchema } from '../mongo/schema';

export interface ApiKeyDocument {
  _id: string;
  company_id: string;
  label: string;
  scopes: string[];
  /** SHA-256 of the key. A key is 32 random bytes, so a slow hash would protect nothing. */
  key_hash: string;
  created_at: Date;
}

const text = { type: String, required: true } as const;
const schema = defineSchema<ApiKeyDocument>(
  {
    _id: text,
    company_id: text,
    label: text,
    scopes: { type: [String], required: true },
    key_hash: text,
    created_at: { type: Date, required: true },
  },
  // The hash names the company, so this one index cannot begin with it.
  [[{ key_hash: 1 }, { unique: true }], [{ company_id: 1 }]],
);

export const apiKeyModel = (connection: Connection) => connection.model<ApiKeyDocument>('ApiKey', schema, 'api_keys');
