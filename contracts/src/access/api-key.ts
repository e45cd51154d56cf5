import { z } from 'zod';
import { Id, Timestamp } from '../common/common';

export const Scope = z
  .string()
  .regex(/^(\*|[a-z-]+:(read|write))$/, 'resource:read, resource:write or *')
  .meta({ description: '`<resource>:read`, `<resource>:write`, or `*` for everything.' });
export type Scope = z.infer<typeof Scope>;

export const CreateApiKey = z
  .strictObject({
    label: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .meta({ description: 'Who uses the key: the audit names it as the actor of what is asked for with it.' }),
    scopes: z.array(Scope).min(1).max(50).meta({
      description:
        'What the key may do; every route names the scope it asks for, and writing does not include reading. A key can only pass on its own scopes.',
    }),
  })
  .meta({
    id: 'CreateApiKey',
    examples: [{ label: 'Web forms', scopes: ['leads:read', 'leads:write'] }],
  });
export type CreateApiKey = z.infer<typeof CreateApiKey>;

export const ApiKey = z
  .object({ id: Id, label: z.string(), scopes: z.array(Scope), created_at: Timestamp })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

export const ApiKeyCreated = ApiKey.extend({
  api_key: z.string().meta({ description: 'Shown this once; only its hash is kept.' }),
}).meta({ id: 'ApiKeyCreated' });
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>;
