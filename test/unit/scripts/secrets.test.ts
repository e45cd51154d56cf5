import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptSecrets } from '../../../scripts/system/secrets';
import { temporaryFolder } from '../../support/finish';

function dataFolder() {
  const folder = temporaryFolder('secrets-');
  return { folder, file: join(folder, 'secrets.json') };
}

test('When a system starts for the first time, then secrets are generated that only their owner can read', async () => {
  const { folder, file } = dataFolder();
  const secrets = await keptSecrets(folder);

  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(secrets);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  for (const key of [secrets.lead_tracker_api_key, secrets.communication_engine_api_key])
    expect(key).toMatch(/^ln_[\w-]{43}$/);
});

test('When secrets are generated, then n8n accepts the password, and no two systems share a secret', async () => {
  const made = await Promise.all(Array.from({ length: 50 }, () => keptSecrets(dataFolder().folder)));

  for (const { owner_password } of made) expect(owner_password).toMatch(/^(?=.*\d)(?=.*[A-Z]).{8,64}$/);
  const random = made.map(({ owner_email: _email, crm_client_id: _id, ...secret }) => Object.values(secret)).flat();
  expect(new Set(random).size).toBe(random.length);
});

test('When a system starts again, then its secrets are unchanged', async () => {
  const { folder } = dataFolder();

  expect(await keptSecrets(folder)).toEqual(await keptSecrets(folder));
});

test('When a secret is missing from the file, then it is added and the others stay', async () => {
  const { folder, file } = dataFolder();
  const { tracking_secret, ...older } = await keptSecrets(folder);
  writeFileSync(file, JSON.stringify(older));
  const secrets = await keptSecrets(folder);

  expect(secrets).toEqual({ ...older, tracking_secret: expect.stringMatching(/^[\w-]{43}$/) });
  expect(secrets.tracking_secret).not.toBe(tracking_secret);
});

test.each(['n8n', 'mongo'])(
  'When the secrets are missing but the data of %s exist, then the start is refused',
  async (part) => {
    const { folder, file } = dataFolder();
    mkdirSync(join(folder, part));

    await expect(keptSecrets(folder)).rejects.toThrow(`${file} is missing, but the data in the same folder need it`);
    expect(existsSync(file)).toBe(false);
  },
);

test('When the secrets are not valid JSON, then the error names the file, which stays as it is', async () => {
  const { folder, file } = dataFolder();
  writeFileSync(file, '{ "n8n_encryption_key": "abc');

  await expect(keptSecrets(folder)).rejects.toThrow(`${file} is not valid JSON`);
  expect(readFileSync(file, 'utf8')).toBe('{ "n8n_encryption_key": "abc');
});
