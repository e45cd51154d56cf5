import { z } from 'zod';
import { ApiKeyOrigin } from '@lead-nurturing/contracts/access/api-key';
import { defineModel } from '../mongo/model';

const ApiKeyDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  origin: ApiKeyOrigin,
  label: z.string(),
  scopes: z.array(z.string()),
  /** SHA-256 of the key. A key is 32 random bytes, so a slow hash would add no protection. */
  key_hash: z.string(),
  /** Raised when another key with scope `*` is deleted because this one remains. */
  deletions_survived: z.number(),
  created_at: z.date(),
});
export type ApiKeyDocument = z.infer<typeof ApiKeyDocument>;

export const apiKeyModel = defineModel('api_keys', ApiKeyDocument, [
  // The company is found by the key's hash, so this one unique index cannot begin with the company.
  [{ key_hash: 1 }, { unique: true }],
  [{ company_id: 1, _id: 1 }],
]);
