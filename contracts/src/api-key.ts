import { z } from 'zod';
import { Id, Timestamp } from './common';

/** `<resource>:<verb>`, or `*` for all. */
export const Scope = z.string().regex(/^(\*|[a-z-]+:(read|write))$/, 'resource:read, resource:write or *');
export type Scope = z.infer<typeof Scope>;

export const CreateApiKey = z
  .strictObject({ label: z.string().trim().min(1).max(100), scopes: z.array(Scope).min(1).max(50) })
  .meta({ id: 'CreateApiKey' });
export type CreateApiKey = z.infer<typeof CreateApiKey>;

export const ApiKey = z
  .object({ id: Id, label: z.string(), scopes: z.array(Scope), created_at: Timestamp })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

/** `api_key` is shown this once; only its hash is kept. */
export const ApiKeyCreated = ApiKey.extend({ api_key: z.string() }).meta({ id: 'ApiKeyCreated' });
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>;
