import type { Scope } from '@lead-nurturing/contracts/access/api-key';
import type { ServiceConfig } from '../runtime/config';
import type { ApiKeyStore, InstallationGrant } from './api-key.store';

type InstallationConfig = Pick<Partial<ServiceConfig>, 'BOOTSTRAP_COMPANY_ID' | 'BOOTSTRAP_API_KEY' | 'N8N_API_KEY'>;

/**
 * Ensures at the start of a service that the API keys named in its environment exist in `BOOTSTRAP_COMPANY_ID`, with
 * exactly the scopes given here: `BOOTSTRAP_API_KEY` with `*`, `N8N_API_KEY` with those of n8n's nodes. A changed key
 * replaces the key before it. Instances that start at the same time agree: each deletes older keys only. Throws when a
 * key exists already and belongs to another company or serves another purpose, and when the company is not named.
 */
export async function ensureInstallationKeys(
  keys: ApiKeyStore,
  { BOOTSTRAP_COMPANY_ID: company, BOOTSTRAP_API_KEY, N8N_API_KEY }: InstallationConfig,
  n8nScopes: readonly Scope[],
): Promise<void> {
  const ensure = async (variable: string, key: string | undefined, granted: InstallationGrant) => {
    if (!key) return;
    if (!company) throw new Error(`${variable} needs BOOTSTRAP_COMPANY_ID, the company that the key belongs to.`);
    const kept = await keys.ensureOfInstallation(company, key, granted);
    if (!kept)
      throw new Error(
        `${variable} is already the key of another company than BOOTSTRAP_COMPANY_ID or a key for another purpose: ` +
          'choose a new key.',
      );
    await keys.removeBefore(kept);
  };
  await ensure('BOOTSTRAP_API_KEY', BOOTSTRAP_API_KEY, { origin: 'bootstrap', scopes: ['*'] });
  await ensure('N8N_API_KEY', N8N_API_KEY, { origin: 'n8n', scopes: [...n8nScopes] });
}
