import type { ApiKey, CreateApiKey } from '@lead-nurturing/contracts/access/api-key';
import { AppError, NotFoundError } from '../errors';
import type { ApiKeyDocument } from './api-key.model';
import type { ApiKeyStore } from './api-key.store';
import { covers } from '../http/scope';

export type ApiKeys = ReturnType<typeof createApiKeys>;

const toApiKey = ({ _id, label, scopes, created_at }: ApiKeyDocument): ApiKey => ({
  id: _id,
  label,
  scopes,
  created_at: created_at.toISOString(),
});

function refuseBeyond(granted: readonly string[], scopes: readonly string[], message: string): void {
  const beyond = scopes.filter((scope) => !covers(granted, scope));
  if (beyond.length > 0) throw new AppError(403, 'SCOPE_MISSING', message, { beyond });
}

export function createApiKeys(store: ApiKeyStore, newKey: () => string) {
  return {
    /** To rotate a key, create the next one, hand it out, delete the old one. A key cannot make a mightier one. */
    create: async (company: string, granted: readonly string[], { label, scopes }: CreateApiKey) => {
      refuseBeyond(granted, scopes, 'A key can only pass on its own scopes.');
      const api_key = newKey();
      return { ...toApiKey(await store.ensure(company, api_key, { label, scopes })), api_key };
    },
    list: async (company: string) => ({ items: (await store.list(company)).map(toApiKey) }),
    /** Nor can it put a mightier one out of use. */
    remove: async (company: string, granted: readonly string[], id: string) => {
      const key = await store.find(company, id);
      if (key) refuseBeyond(granted, key.scopes, 'A key can only delete keys that may do no more than itself.');
      if (!(await store.remove(company, id))) throw new NotFoundError('API key', id);
      return { id };
    },
  };
}
