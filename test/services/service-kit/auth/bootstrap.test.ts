import { apiOf } from '../../../support/api';
import { kitWorld, type KitWorld } from '../../../support/worlds/kit-world';

let world: KitWorld;
beforeAll(async () => {
  world = await kitWorld();
});

test('When an installation begins, then its first key is made once and may do everything', async () => {
  const first = { BOOTSTRAP_COMPANY_ID: 'initech', BOOTSTRAP_API_KEY: 'the first key of all, 32 characters' };
  await world.prepare(first);
  await world.prepare(first);
  const { body } = await apiOf(world.app, first.BOOTSTRAP_API_KEY).get('/api-keys').expect(200);
  expect(body.items).toMatchObject([{ label: 'bootstrap', scopes: ['*'] }]);
});

const asFirst = (BOOTSTRAP_COMPANY_ID: string, name: string) => ({
  BOOTSTRAP_COMPANY_ID,
  BOOTSTRAP_API_KEY: `the ${name} first key of ${BOOTSTRAP_COMPANY_ID}, padded to 32`,
});
const statusOf = async ({ BOOTSTRAP_API_KEY }: ReturnType<typeof asFirst>) =>
  (await apiOf(world.app, BOOTSTRAP_API_KEY).get('/api-keys')).status;

test("When the first key is another company's, then the start ends, names the variables and changes nothing", async () => {
  const ours = asFirst('umbrella', 'red');
  await world.prepare(ours);
  const starting = world.prepare({ ...ours, BOOTSTRAP_COMPANY_ID: 'umbrella-two' });
  await expect(starting).rejects.toThrow(/BOOTSTRAP_API_KEY.*BOOTSTRAP_COMPANY_ID/);
  await expect(starting).rejects.not.toThrow(ours.BOOTSTRAP_API_KEY);
  expect(await statusOf(ours)).toBe(200);
});

test('When a new first key comes, then the one before is revoked, and no other key is', async () => {
  const [before, after, strange] = [asFirst('hooli', 'old'), asFirst('hooli', 'new'), asFirst('hooli-two', 'theirs')];
  for (const first of [before, strange]) await world.prepare(first);
  const founder = apiOf(world.app, before.BOOTSTRAP_API_KEY);
  const made = await founder.post('/api-keys', { label: 'made', scopes: ['keys:read'] });

  await world.prepare(after);
  expect(await Promise.all([before, after, strange].map(statusOf))).toEqual([401, 200, 200]);
  await apiOf(world.app, made.body.api_key).get('/api-keys').expect(200);

  await world.prepare(before); // and back again
  expect(await Promise.all([before, after].map(statusOf))).toEqual([200, 401]);
});

test('When many instances start at once with a new first key, then it is there once and works', async () => {
  await world.prepare(asFirst('piper', 'old'));
  const after = asFirst('piper', 'new');
  await Promise.all(Array.from({ length: 10 }, () => world.prepare(after)));
  const { body } = await apiOf(world.app, after.BOOTSTRAP_API_KEY).get('/api-keys').expect(200);
  expect(body.items).toMatchObject([{ label: 'bootstrap' }]);
});
