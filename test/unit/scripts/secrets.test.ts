import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptSecrets } from '../../../scripts/system/secrets';
import { temporaryFolder } from '../../support/finish';

function dataFolder() {
  const folder = temporaryFolder('secrets-');
  return { folder, file: join(folder, 'secrets.json') };
}

test('When a system starts for the first time, then its secrets are made and only its owner can read them', async () => {
  const { folder, file } = dataFolder();
  const secrets = await keptSecrets(folder);

  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(secrets);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  for (const key of [secrets.lead_tracker_api_key, secrets.communication_engine_api_key])
    expect(key).toMatch(/^ln_[\w-]{43}$/);
});

test('When secrets are made, then the password is one that n8n takes, and no two systems share any but names', async () => {
  const made = await Promise.all(Array.from({ length: 50 }, () => keptSecrets(dataFolder().folder)));

  for (const { owner_password } of made) expect(owner_password).toMatch(/^(?=.*\d)(?=.*[A-Z]).{8,64}$/);
  const random = made.map(({ owner_email: _email, crm_client_id: _id, ...secret }) => Object.values(secret)).flat();
  expect(new Set(random).size).toBe(random.length);
});

test('When a system starts again, then its secrets are the same', async () => {
  const { folder } = dataFolder();

  expect(await keptSecrets(folder)).toEqual(await keptSecrets(folder));
});

test('When a newer version needs one secret more, then it is added and the others stay', async () => {
  const { folder, file } = dataFolder();
  const { tracking_secret, ...older } = await keptSecrets(folder);
  writeFileSync(file, JSON.stringify(older));
  const secrets = await keptSecrets(folder);

  expect(secrets).toEqual({ ...older, tracking_secret: expect.stringMatching(/^[\w-]{43}$/) });
  expect(secrets.tracking_secret).not.toBe(tracking_secret);
});

test.each(['n8n', 'mongo'])(
  'When the secrets are gone and the data of %s are not, then none are made',
  async (part) => {
    const { folder, file } = dataFolder();
    mkdirSync(join(folder, part));

    await expect(keptSecrets(folder)).rejects.toThrow(`${file} is gone, and the data beside it need it`);
    expect(existsSync(file)).toBe(false);
  },
);

test('When the secrets cannot be read, then they are left as they are and the file is named', async () => {
  const { folder, file } = dataFolder();
  writeFileSync(file, '{ "n8n_encryption_key": "abc');

  await expect(keptSecrets(folder)).rejects.toThrow(`${file} cannot be read`);
  expect(readFileSync(file, 'utf8')).toBe('{ "n8n_encryption_key": "abc');
});
