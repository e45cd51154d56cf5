import { crmWorld, type CrmWorld } from '../../support/worlds/crm-world';

let crm: CrmWorld;
beforeEach(async () => {
  crm = await crmWorld();
});

const read = async (query = '') => (await crm.get(`/login-events${query}`).expect(200)).body;

test('When the rate limit is armed twice, then two reads get 429 with Retry-After and the third succeeds', async () => {
  await crm.arm({ mode: 'rate_limit', times: 2, retry_after_seconds: 7 });
  for (const path of ['/login-events', '/contacts']) {
    const { headers, body } = await crm.get(path).expect(429);
    expect([headers['retry-after'], body.error]).toEqual(['7', 'rate_limited']);
  }
  await read();
});

test('When a server error is armed, then one read fails and writes succeed', async () => {
  await crm.arm({ mode: 'server_error' });
  await crm.write('patch', '/contacts/con_0001', { title: 'Chief' }).expect(200);
  await crm.get('/contacts').expect(500);
  await crm.get('/contacts').expect(200);
});

test('When a timeout is armed, then the client times out and the ledger shows no answer', async () => {
  await crm.arm({ mode: 'timeout' });
  await expect(crm.get('/login-events').timeout(150)).rejects.toMatchObject({ timeout: 150 });
  await read();
  const ledger = await crm.agent.get('/sandbox/requests');
  expect(ledger.body.data.map(({ status }: { status: number | null }) => status)).toEqual([null, 200]);
});

test('When an expired token is armed, then the valid token is revoked and a new token works', async () => {
  await crm.arm({ mode: 'expired_token' });
  await crm.get('/login-events').expect(401);
  await crm.get('/login-events').expect(401);
  await crm.renewToken();
  await read();
});

test('When malformed records are armed, then one record per page is malformed, each in another way', async () => {
  const added = await crm.addLogins({ count: 3 });
  await crm.arm({ mode: 'malformed_record', times: 3 });
  const pages = [await read(), await read(), await read()];

  for (const page of pages) expect(page.data.slice(1)).toEqual(added.slice(1));
  const [missing, types, address] = pages.map((page) => page.data[0]);
  expect(missing).not.toHaveProperty('product');
  expect(types.occurred_at).toBe(0);
  expect(address.contact.email).not.toContain('@');
  expect((await read()).data).toEqual(added);
});

test('When a duplicate is armed, then the record is repeated on both pages and no record is missing', async () => {
  const [a, b, c] = await crm.addLogins({ count: 3 });
  await crm.arm({ mode: 'duplicate_record' });
  const first = await read('?limit=3');
  const second = await read(`?limit=3&cursor=${first.next_cursor}`);

  expect(first.data).toEqual([a, b, b]);
  expect(first.has_more).toBe(true);
  expect(second.data).toEqual([b, c]);
  expect(second.has_more).toBe(false);
});

test('When a late record is armed, then an old login is appended after newer ones', async () => {
  const [newer] = await crm.addLogins();
  await crm.arm({ mode: 'late_record' });
  const { data } = await read();

  expect(data).toHaveLength(2);
  expect(data[0]).toEqual(newer);
  expect(Date.parse(newer.occurred_at) - Date.parse(data[1].occurred_at)).toBe(5 * 3_600_000);
  expect((await read()).data).toEqual(data);
});

test('When the page is empty, then the fault applies to the next page with records', async () => {
  await crm.arm({ mode: 'duplicate_record' });
  await crm.arm({ mode: 'server_error' });
  expect((await read()).data).toEqual([]);
  const [login] = await crm.addLogins();
  expect((await read()).data).toEqual([login, login]);
  await crm.get('/login-events').expect(500);
});

test('When several faults are armed, then they apply in order until they are cleared', async () => {
  await crm.arm({ mode: 'server_error', times: 2 });
  await crm.arm({ mode: 'rate_limit' });
  await crm.get('/contacts').expect(500);
  const pending = async () => (await crm.agent.get('/sandbox/faults')).body.data;
  expect(await pending()).toEqual([
    { mode: 'server_error', times: 1, retry_after_seconds: 1 },
    { mode: 'rate_limit', times: 1, retry_after_seconds: 1 },
  ]);
  await crm.get('/contacts').expect(500);
  await crm.agent.delete('/sandbox/faults').expect(204);
  await crm.get('/contacts').expect(200);
});

test('When an unknown fault is armed, then it is refused', async () => {
  await crm.agent.put('/sandbox/faults').send({ mode: 'meteor' }).expect(400);
  expect((await crm.agent.get('/sandbox/faults')).body.data).toEqual([]);
});
