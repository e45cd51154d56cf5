import { compare } from 'bcryptjs';
import { ownerEnvironment } from '../../../../scripts/n8n/provisioning/owner';

const secrets = {
  n8n_encryption_key: 'key-of-this-n8n',
  owner_email: 'ada@example.com',
  owner_password: 'Pass-word-1',
};

const hashFor = async (changed: Partial<typeof secrets> = {}) =>
  (await ownerEnvironment({ ...secrets, ...changed })).N8N_INSTANCE_OWNER_PASSWORD_HASH;

test('When n8n is started twice, then the password hash is the same and the owner stays logged in', async () => {
  expect(await hashFor()).toBe(await hashFor());
});

test('When the owner logs in, then the hash matches the password of the owner only', async () => {
  const hash = await hashFor();
  expect(hash).toMatch(/^\$2b\$10\$[./A-Za-z0-9]{53}$/); // the only form that n8n accepts
  expect([await compare('Pass-word-1', hash), await compare('pass-word-1', hash)]).toEqual([true, false]);
});

test('When two installations have the same password, then their hashes differ', async () => {
  expect(await hashFor({ n8n_encryption_key: 'key-of-another-n8n' })).not.toBe(await hashFor());
});
