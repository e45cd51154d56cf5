import { createHmac } from 'node:crypto';
import { encodeBase64, hash } from 'bcryptjs';

export interface OwnerSecrets {
  n8n_encryption_key: string;
  owner_email: string;
  owner_password: string;
}

const COST = 10;

/** Derives the salt, so that the hash is the same at every start: n8n ends all of the owner's sessions when it changes. */
function passwordHash({ n8n_encryption_key, owner_password }: OwnerSecrets): Promise<string> {
  const salt = createHmac('sha256', n8n_encryption_key).update('owner password salt').digest().subarray(0, 16);
  return hash(owner_password, `$2b$${COST}$${encodeBase64([...salt], 16)}`);
}

/** n8n creates its owner from these variables at its start, instead of asking for them in the browser. */
export const ownerEnvironment = async (secrets: OwnerSecrets) => ({
  N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
  N8N_INSTANCE_OWNER_EMAIL: secrets.owner_email,
  N8N_INSTANCE_OWNER_FIRST_NAME: 'Lead',
  N8N_INSTANCE_OWNER_LAST_NAME: 'Nurturing',
  N8N_INSTANCE_OWNER_PASSWORD_HASH: await passwordHash(secrets),
});
