import request from 'supertest';
import { apiOf } from '../../../support/api';
import { aLead } from '../../../support/builders';
import { kitWorld, type KitWorld } from '../../../support/worlds/kit-world';
import { leadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: KitWorld;
beforeAll(async () => {
  world = await kitWorld();
});

const create = async (scopes: string[], api = world.api) => api.post('/api-keys', { label: 'made', scopes });
const errorOf = ({ status, body }: { status: number; body: { error_code: string } }) => [status, body.error_code];

test('When a key is created, then it works at once and no later answer shows it', async () => {
  const { status, body } = await create(['keys:read']);
  expect(status).toBe(201);
  expect(body.api_key).toMatch(/^ln_[\w-]{43}$/);
  const listed = await apiOf(world.app, body.api_key).get('/api-keys');
  const { api_key: _once, ...key } = body;
  expect(listed.body.items).toContainEqual(key);
  expect(listed.text).not.toContain(body.api_key);
});

test('When a key is stored, then the database has its hash and not the key', async () => {
  const { body } = await create(['leads:read']);
  const names = await world.connection.db!.listCollections().toArray();
  for (const { name } of names) {
    const documents = await world.connection.collection(name).find().toArray();
    expect(JSON.stringify(documents)).not.toContain(body.api_key.slice(3));
  }
  const kept = await world.connection
    .collection<{ _id: string; key_hash: string }>('api_keys')
    .findOne({ _id: body.id });
  expect(kept?.key_hash).toMatch(/^[0-9a-f]{64}$/);
});

test('When a key is deleted, then it stops working at once', async () => {
  const { body } = await create(['keys:read']);
  const holder = apiOf(world.app, body.api_key);
  await holder.get('/api-keys').expect(200);
  await world.api.delete(`/api-keys/${body.id}`).expect(200, { id: body.id });
  expect(errorOf(await holder.get('/api-keys'))).toEqual([401, 'UNAUTHENTICATED']);
  expect(errorOf(await world.api.delete(`/api-keys/${body.id}`))).toEqual([404, 'NOT_FOUND']);
});

test.each([
  ['none', {}],
  ['a wrong one', { 'x-api-key': `ln_${'a'.repeat(43)}` }],
  ['an empty one', { 'x-api-key': '' }],
  ['another scheme', { authorization: 'Basic bG46bG4=' }],
  ['a bearer without a token', { authorization: 'Bearer ' }],
  ['an operator', { 'x-api-key': '{"$gt":""}' }],
])('When the key is %s, then 401', async (_name, headers: Record<string, string>) => {
  const answer = await request(world.app).get('/api-keys').set(headers);
  expect(errorOf(answer)).toEqual([401, 'UNAUTHENTICATED']);
});

test('When a key is sent as a bearer token, then the request is authenticated', async () => {
  const { body } = await create(['keys:read']);
  for (const scheme of ['Bearer', 'bearer'])
    await request(world.app).get('/api-keys').set('authorization', `${scheme} ${body.api_key}`).expect(200);
});

test('When X-API-Key is empty, then the bearer token authenticates the request', async () => {
  const { body } = await create(['keys:read']);
  const authorization = `Bearer ${body.api_key}`;
  await request(world.app).get('/api-keys').set({ 'x-api-key': '', authorization }).expect(200);
});

test('When a key lacks a scope, then 403 names the scope and nothing changes', async () => {
  const reader = await world.apiWith(['keys:read', 'leads:write']);
  const before = await world.api.get('/api-keys');
  const answer = await create(['keys:read'], reader);
  expect(errorOf(answer)).toEqual([403, 'SCOPE_MISSING']);
  expect(answer.body.details).toEqual({ required: 'keys:write' });
  expect((await world.api.get('/api-keys')).body).toEqual(before.body);
});

test('When a key would grant scopes that it lacks, then 403 names these scopes', async () => {
  const maker = await world.apiWith(['keys:write', 'leads:read']);
  const answer = await create(['leads:read', 'leads:write', '*'], maker);
  expect(errorOf(answer)).toEqual([403, 'SCOPE_MISSING']);
  expect(answer.body.details).toEqual({ beyond: ['leads:write', '*'] });
  expect((await create(['leads:read', 'keys:write'], maker)).status).toBe(201);
});

test('When a key deletes one with more scopes, then 403 names them and that key still works', async () => {
  const deleter = await world.apiWith(['keys:write', 'leads:read']);
  const { body: mighty } = await create(['*']);
  const { body: equal } = await create(['leads:read']);

  const answer = await deleter.delete(`/api-keys/${mighty.id}`);
  expect(errorOf(answer)).toEqual([403, 'SCOPE_MISSING']);
  expect(answer.body.details).toEqual({ beyond: ['*'] });
  await apiOf(world.app, mighty.api_key).get('/api-keys').expect(200);
  await deleter.delete(`/api-keys/${equal.id}`).expect(200);
  expect(errorOf(await deleter.delete('/api-keys/unknown'))).toEqual([404, 'NOT_FOUND']);
});

test.each([['leads'], ['leads:delete'], ['*:read'], ['Leads:read'], ['']])(
  'When a scope is "%s", then 422',
  async (scope) => {
    const answer = await create([scope]);
    expect(answer.body.details.fields).toMatchObject([{ field: 'scopes.0' }]);
  },
);

test('When a key belongs to another company, then it is neither listed nor deleted', async () => {
  const { body } = await create(['keys:read']);
  const theirs = await world.otherCompany.get('/api-keys');
  expect(theirs.text).not.toContain(body.id);
  const strange = await world.otherCompany.delete(`/api-keys/${body.id}`);
  const unknown = await world.otherCompany.delete('/api-keys/unknown');
  expect(errorOf(strange)).toEqual([404, 'NOT_FOUND']);
  expect({ ...strange.body, request_id: '', details: {} }).toEqual({ ...unknown.body, request_id: '', details: {} });
  await apiOf(world.app, body.api_key).get('/api-keys').expect(200);
});

test("When an id is unknown or another company's, then the answer is the same 404", async () => {
  const tracker = await leadTrackerWorld();
  const { body } = await tracker.api.post('/leads', aLead());
  const { body: subscription } = await tracker.api.post('/webhook-subscriptions', {
    subscriber: 's',
    url: 'https://hooks.acme.example/',
    events: ['lead.created'],
    secret: `whsec_${'a'.repeat(32)}`,
  });
  const { body: letter } = await tracker.api.post('/dead-letters', {
    idempotency_key: 'd',
    origin: 'o',
    reason: 'r',
    payload: {},
  });
  const mine: [string, (id: string) => string][] = [
    [String(body.lead.id), (id) => `/leads/${id}`],
    [String(letter.id), (id) => `/dead-letters/${id}`],
  ];
  for (const [id, path] of mine) {
    const [strange, unknown] = [await tracker.otherCompany.get(path(id)), await tracker.otherCompany.get(path('no'))];
    expect([strange.status, unknown.status]).toEqual([404, 404]);
    expect(strange.body.details).toEqual({ ...unknown.body.details, id });
    expect(strange.body.message).toBe(unknown.body.message);
  }
  const detached = await tracker.otherCompany.delete(`/webhook-subscriptions/${subscription.id}`);
  expect(errorOf(detached)).toEqual([404, 'NOT_FOUND']);
  expect((await tracker.otherCompany.get('/webhook-subscriptions')).body.items).toEqual([]);
  expect((await tracker.api.get('/webhook-subscriptions')).body.items).toMatchObject([{ status: 'active' }]);
});

/** The pages of the list, each of `size` keys. */
async function pagesOf(api: typeof world.api, size: number) {
  const pages: { id: string }[][] = [];
  for (let cursor = ''; cursor !== 'none';) {
    const { body } = await api.get(`/api-keys?page_size=${size}${cursor && `&cursor=${cursor}`}`).expect(200);
    pages.push(body.items);
    cursor = body.next_cursor ?? 'none';
  }
  return pages;
}

test('When a company has more keys than a page, then the pages list each key once, oldest first', async () => {
  const api = await world.apiWith(['*'], 'paged');
  for (let n = 0; n < 4; n += 1) await create(['keys:read'], api);
  const pages = await pagesOf(api, 2);
  expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
  const ids = pages.flat().map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
});

test('When a cursor is not the next_cursor of a page, then 422 names it', async () => {
  const answer = await world.api.get('/api-keys?cursor=no');
  expect([answer.status, answer.body.details.fields[0].field]).toEqual([422, 'cursor']);
});

test('When the last key with scope * would delete itself, then 409 and it still works', async () => {
  const api = await world.apiWith(['*'], 'last');
  await create(['keys:write'], api);
  const [own] = (await pagesOf(api, 1)).flat();
  expect(errorOf(await api.delete(`/api-keys/${own?.id}`))).toEqual([409, 'LAST_ADMIN_KEY']);
  const { body: next } = await create(['*'], api);
  await api.delete(`/api-keys/${own?.id}`).expect(200);
  await apiOf(world.app, next.api_key).get('/api-keys').expect(200);
});

test('When keys with scope * delete one another at the same time, then at least one remains', async () => {
  for (let round = 0; round < 10; round += 1) {
    const company = `duel-${round}`;
    const apis = [await world.apiWith(['*'], company), await world.apiWith(['*'], company)];
    const ids = (await pagesOf(apis[0]!, 10)).flat().map(({ id }) => id);
    const deletions = ids.map((id, index) => apis[1 - index]!.delete(`/api-keys/${id}`));
    const statuses = (await Promise.all(deletions)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(1);
    expect(await world.connection.collection('api_keys').countDocuments({ company_id: company })).toBeGreaterThan(0);
  }
});
