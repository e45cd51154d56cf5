import type { ApiKeyStore } from './api-key.store';

const LABEL = 'bootstrap';

/**
 * Makes the key an installation begins with; a new one takes the place of the one before. Instances that start at once
 * agree: whoever makes the key, only older ones go. Throws when the key is another company's.
 */
export async function ensureBootstrapKey(keys: ApiKeyStore, company: string, key: string): Promise<void> {
  const kept = await keys.ensure(company, key, { label: LABEL, scopes: ['*'] });
  if (kept.company_id !== company)
    throw new Error(
      'BOOTSTRAP_API_KEY belongs to another company than BOOTSTRAP_COMPANY_ID: give this one its own key',
    );
  await keys.removeBefore(kept, LABEL);
}
