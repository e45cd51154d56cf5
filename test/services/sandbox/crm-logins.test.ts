import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { crmWorld, type CrmWorld } from '../../support/worlds/crm-world';
import { temporaryFolder } from '../../support/finish';

const idsOf = (events: { id: string }[]) => events.map(({ id }) => id);

async function readAll(crm: CrmWorld, limit: number, cursor = '') {
  const ids: string[] = [];
  for (;;) {
    const { body } = await crm.get(`/login-events?limit=${limit}${cursor && `&cursor=${cursor}`}`);
    ids.push(...idsOf(body.data));
    cursor = body.next_cursor;
    if (!body.has_more) return { ids, cursor };
  }
}

test('When a login is added, then the API returns it with its contact, organization and product', async () => {
  const crm = await crmWorld();
  const at = '2026-02-01T10:00:00.000Z';
  const [added] = await crm.addLogins({ contact_id: 'con_0004', product: 'support-desk', at });

  const { body } = await crm.get('/login-events');
  expect(body.data).toEqual([added]);
  expect(added).toEqual({
    id: expect.any(String),
    occurred_at: at,
    product: 'support-desk',
    contact: {
      id: 'con_0004',
      full_name: expect.any(String),
      email: expect.stringMatching(/@.+\.example$/),
      phone: expect.stringMatching(/^\+\d{8,14}$/),
      title: expect.any(String),
      preferred_channel: expect.any(String),
      timezone: 'America/New_York',
      locale: 'en-US',
    },
    organization: {
      id: 'org_0001',
      name: expect.any(String),
      size: expect.any(String),
      industry: expect.any(String),
    },
    trial_status: expect.any(String),
  });
});

test('When logins are added between the pages, then each login is read once and in order', async () => {
  const crm = await crmWorld();
  const added: string[] = [];
  const read: string[] = [];
  let cursor: string | undefined;
  for (const [count, limit] of [
    [3, 2],
    [1, 5],
    [7, 3],
    [2, 1],
    [4, 4],
    [1, 500],
  ]) {
    added.push(...idsOf(await crm.addLogins({ count })));
    const { body } = await crm.get(`/login-events?limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`);
    expect(body.data.length).toBeLessThanOrEqual(limit!);
    read.push(...idsOf(body.data));
    expect(body.has_more).toBe(added.length > read.length);
    cursor = body.next_cursor;
  }

  expect(read).toEqual(added);
  const { body } = await crm.get(`/login-events?cursor=${cursor}`);
  expect(body).toEqual({ data: [], next_cursor: cursor, has_more: false });
});

test.each(['nonsense', '', btoa('99'), btoa('-1'), btoa('0.5'), btoa('01')])(
  'When the cursor is %p, then the request is refused with invalid_cursor',
  async (cursor) => {
    const { status, body } = await (await crmWorld()).get(`/login-events?cursor=${cursor}`);
    expect([status, body.error]).toEqual([400, 'invalid_cursor']);
  },
);

test.each(['limit=0', 'limit=501', 'limit=many'])(
  'When the query is %s, then the request is refused',
  async (query) => {
    await (await crmWorld()).get(`/login-events?${query}`).expect(400);
  },
);

test('When a login is added for an unused product, then one of the contacts starts to use the product', async () => {
  const crm = await crmWorld();
  const [login] = await crm.addLogins({ product: 'brand-new' });

  expect(login).toMatchObject({ product: 'brand-new', contact: { email: expect.any(String) } });
  expect((await crm.get('/login-events')).body.data).toEqual([login]);
});

test('When no contact matches a new login, then the answer is 404 and no login is added', async () => {
  const crm = await crmWorld();
  await crm.agent.post('/sandbox/logins').send({ contact_id: 'nobody' }).expect(404);
  expect((await crm.get('/login-events')).body.data).toEqual([]);
});

test('When the CRM is killed during a write, then the logins and cursors are valid after the next start', async () => {
  const dataDir = temporaryFolder('sandbox-crm-');
  const before = await crmWorld({ dataDir });
  await before.addLogins({ count: 5 });
  const half = await before.get('/login-events?limit=3');
  const whole = await readAll(before, 10);
  appendFileSync(join(dataDir, 'logins.jsonl'), '{"id":"torn');

  const after = await crmWorld({ dataDir });
  expect(await readAll(after, 10)).toEqual(whole);
  const added = idsOf(await after.addLogins());
  const rest = await readAll(after, 10, half.body.next_cursor);
  expect(rest.ids).toEqual([...whole.ids.slice(3), ...added]);
  expect((await readAll(await crmWorld({ dataDir }), 10)).ids).toEqual([...whole.ids, ...added]);
});
