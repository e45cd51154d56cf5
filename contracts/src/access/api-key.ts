import { z } from 'zod';
import { Id, Timestamp } from '../common/common';
import { TrimmedLine } from '../common/text';

export const Scope = z
  .string()
  .regex(/^(\*|[a-z-]+:(read|write))$/, 'resource:read, resource:write or *')
  .meta({ description: '`<resource>:read`, `<resource>:write`, or `*` for everything.' });
export type Scope = z.infer<typeof Scope>;

export const CreateApiKey = z
  .strictObject({
    label: TrimmedLine.min(1)
      .max(100)
      .meta({ description: 'Who uses the key: the audit names the label as the actor of each change.' }),
    scopes: z.array(Scope).min(1).max(50).meta({
      description:
        'What the key may do. Every route names the scope it needs; writing does not include reading. A key can grant only its own scopes.',
    }),
  })
  .meta({
    id: 'CreateApiKey',
    examples: [{ label: 'Web forms', scopes: ['leads:read', 'leads:write'] }],
  });
export type CreateApiKey = z.infer<typeof CreateApiKey>;

export const ApiKeyOrigin = z.enum(['api', 'bootstrap', 'n8n']).meta({
  id: 'ApiKeyOrigin',
  description:
    'Where the key comes from: `api` was created by `POST /api-keys`, `bootstrap` and `n8n` are set by the service at each start from `BOOTSTRAP_API_KEY` and `N8N_API_KEY`.',
});
export type ApiKeyOrigin = z.infer<typeof ApiKeyOrigin>;

export const ApiKey = z
  .object({ id: Id, label: z.string(), scopes: z.array(Scope), origin: ApiKeyOrigin, created_at: Timestamp })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

export const ApiKeyCreated = ApiKey.extend({
  api_key: z.string().meta({ description: 'The key itself. Only this answer shows it: the service stores its hash.' }),
}).meta({ id: 'ApiKeyCreated' });
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>;
