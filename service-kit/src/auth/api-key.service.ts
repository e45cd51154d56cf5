import type { PageQuery } from '@lead-nurturing/contracts/common/common';
import type { ApiKey, CreateApiKey } from '@lead-nurturing/contracts/access/api-key';
import { AppError, NotFoundError } from '../errors';
import { toPage } from '../mongo/page';
import type { InTransaction } from '../mongo/transaction';
import type { ApiKeyDocument } from './api-key.model';
import type { ApiKeyStore } from './api-key.store';
import { covers } from '../http/scope';

export type ApiKeys = ReturnType<typeof createApiKeys>;

const toApiKey = ({ _id, label, scopes, origin, created_at }: ApiKeyDocument): ApiKey => ({
  id: _id,
  label,
  scopes,
  origin,
  created_at: created_at.toISOString(),
});

function refuseBeyond(granted: readonly string[], scopes: readonly string[], message: string): void {
  const beyond = scopes.filter((scope) => !covers(granted, scope));
  if (beyond.length > 0) throw new AppError(403, 'SCOPE_MISSING', message, { beyond });
}

interface ApiKeyDeps {
  store: ApiKeyStore;
  inTransaction: InTransaction;
  newKey: () => string;
}

export function createApiKeys({ store, inTransaction, newKey }: ApiKeyDeps) {
  const removeAdminKey = (company: string, id: string) =>
    inTransaction(async (session) => {
      if (!(await store.keepAnotherAdminKey(session, company, id)))
        throw new AppError(409, 'LAST_ADMIN_KEY', 'The last key with scope * cannot be deleted: create another first.');
      return store.remove(company, id, session);
    });

  return {
    /** A key can grant only its own scopes. To rotate a key, create the next one, hand it out, and delete the old one. */
    create: async (company: string, granted: readonly string[], { label, scopes }: CreateApiKey) => {
      refuseBeyond(granted, scopes, 'A key can grant only its own scopes.');
      const api_key = newKey();
      return { ...toApiKey(await store.ensure(company, api_key, { label, scopes })), api_key };
    },
    list: async (company: string, { cursor, page_size }: PageQuery) =>
      toPage(await store.list(company, { cursor, limit: page_size + 1 }), page_size, toApiKey),
    /** A key can delete only keys whose scopes it has. 409 `LAST_ADMIN_KEY` for the company's last key with scope `*`. */
    remove: async (company: string, granted: readonly string[], id: string) => {
      const key = await store.find(company, id);
      if (!key) throw new NotFoundError('API key', id);
      refuseBeyond(granted, key.scopes, 'A key can delete only keys whose scopes it has.');
      const isRemoved = await (key.scopes.includes('*') ? removeAdminKey(company, id) : store.remove(company, id));
      if (!isRemoved) throw new NotFoundError('API key', id);
      return { id };
    },
  };
}
