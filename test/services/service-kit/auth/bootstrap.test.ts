import { apiOf } from '../../../support/api';
import { kitWorld, type KitWorld } from '../../../support/worlds/kit-world';

let world: KitWorld;
beforeAll(async () => {
  world = await kitWorld();
});

test('When a service starts twice with a bootstrap key, then the key exists once and has all scopes', async () => {
  const first = { BOOTSTRAP_COMPANY_ID: 'initech', BOOTSTRAP_API_KEY: 'the first key of all, 32 characters' };
  await world.prepare(first);
  await world.prepare(first);
  const { body } = await apiOf(world.app, first.BOOTSTRAP_API_KEY).get('/api-keys').expect(200);
  expect(body.items).toMatchObject([{ label: 'bootstrap', scopes: ['*'], origin: 'bootstrap' }]);
});

/** The configuration of a company's installation with a bootstrap key. */
const asFirst = (BOOTSTRAP_COMPANY_ID: string, name: string) => ({
  BOOTSTRAP_COMPANY_ID,
  BOOTSTRAP_API_KEY: `the ${name} first key of ${BOOTSTRAP_COMPANY_ID}, padded to 32`,
});
const statusOf = async ({ BOOTSTRAP_API_KEY }: ReturnType<typeof asFirst>) =>
  (await apiOf(world.app, BOOTSTRAP_API_KEY).get('/api-keys')).status;

test("When the bootstrap key is another company's, then the start fails and names the variables", async () => {
  const ours = asFirst('umbrella', 'red');
  await world.prepare(ours);
  const starting = world.prepare({ ...ours, BOOTSTRAP_COMPANY_ID: 'umbrella-two' });
  await expect(starting).rejects.toThrow(/BOOTSTRAP_API_KEY.*BOOTSTRAP_COMPANY_ID/);
  await expect(starting).rejects.not.toThrow(ours.BOOTSTRAP_API_KEY);
  expect(await statusOf(ours)).toBe(200);
});

test('When the bootstrap key changes, then the key before it is deleted and no other key is', async () => {
  const [before, after, strange] = [asFirst('hooli', 'old'), asFirst('hooli', 'new'), asFirst('hooli-two', 'theirs')];
  for (const first of [before, strange]) await world.prepare(first);
  const founder = apiOf(world.app, before.BOOTSTRAP_API_KEY);
  const made = await founder.post('/api-keys', { label: 'made', scopes: ['keys:read'] });

  await world.prepare(after);
  expect(await Promise.all([before, after, strange].map(statusOf))).toEqual([401, 200, 200]);
  await apiOf(world.app, made.body.api_key).get('/api-keys').expect(200);

  await world.prepare(before);
  expect(await Promise.all([before, after].map(statusOf))).toEqual([200, 401]);
});

test('When many instances start at once with a new bootstrap key, then the key exists once and works', async () => {
  await world.prepare(asFirst('piper', 'old'));
  const after = asFirst('piper', 'new');
  await Promise.all(Array.from({ length: 10 }, () => world.prepare(after)));
  const { body } = await apiOf(world.app, after.BOOTSTRAP_API_KEY).get('/api-keys').expect(200);
  expect(body.items).toMatchObject([{ label: 'bootstrap' }]);
});

test("When the bootstrap key changes, then a user's key with the label bootstrap still works", async () => {
  const [before, after] = [asFirst('label', 'old'), asFirst('label', 'new')];
  await world.prepare(before);
  const founder = apiOf(world.app, before.BOOTSTRAP_API_KEY);
  const { body } = await founder.post('/api-keys', { label: 'bootstrap', scopes: ['keys:read'] });
  await world.prepare(after);
  const { body: listed } = await apiOf(world.app, body.api_key).get('/api-keys').expect(200);
  expect(listed.items).toMatchObject([{ label: 'bootstrap', origin: 'api' }, { origin: 'bootstrap' }]);
});

const withN8n = (company: string, name: string) => ({
  ...asFirst(company, 'only'),
  N8N_API_KEY: `the ${name} key of n8n at ${company}, padded to 32`,
});
const n8nKeys = async ({ BOOTSTRAP_API_KEY }: ReturnType<typeof asFirst>) => {
  const { body } = await apiOf(world.app, BOOTSTRAP_API_KEY).get('/api-keys');
  return body.items.filter(({ origin }: { origin: string }) => origin === 'n8n');
};

test('When a service starts with a key for n8n, then the key has exactly the scopes of the nodes', async () => {
  const config = withN8n('soylent', 'first');
  await world.prepare(config);
  expect(await n8nKeys(config)).toMatchObject([{ label: 'n8n', scopes: ['leads:read', 'webhooks:write'] }]);
  const n8n = apiOf(world.app, config.N8N_API_KEY);
  expect((await n8n.get('/api-keys')).status).toBe(403);

  // As an earlier version of the service had made it.
  await world.connection.collection('api_keys').updateOne({ origin: 'n8n' }, { $set: { scopes: ['*'] } });
  await world.prepare(config);
  expect(await n8nKeys(config)).toMatchObject([{ scopes: ['leads:read', 'webhooks:write'] }]);
});

test('When the key for n8n changes, then the key before it stops working', async () => {
  const [before, after] = [withN8n('wonka', 'old'), withN8n('wonka', 'new')];
  await world.prepare(before);
  await world.prepare(after);
  const statusWith = async (key: string) => (await apiOf(world.app, key).get('/api-keys')).status;
  expect(await statusWith(before.N8N_API_KEY)).toBe(401);
  expect(await statusWith(after.N8N_API_KEY)).toBe(403);
  expect(await n8nKeys(after)).toHaveLength(1);
});

test("When n8n's key equals the bootstrap key, then the start fails and the bootstrap key is unchanged", async () => {
  const config = asFirst('tyrell', 'only');
  const starting = world.prepare({ ...config, N8N_API_KEY: config.BOOTSTRAP_API_KEY });
  await expect(starting).rejects.toThrow('N8N_API_KEY is already the key of another company');
  expect(await statusOf(config)).toBe(200);
});

test('When a key is set without a company, then the start fails and names the missing variable', async () => {
  const starting = world.prepare({ N8N_API_KEY: 'a key without a company, padded to 32' });
  await expect(starting).rejects.toThrow('N8N_API_KEY needs BOOTSTRAP_COMPANY_ID');
});
