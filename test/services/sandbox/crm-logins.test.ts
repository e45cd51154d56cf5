import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
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

test('When a login is added, then it is read with its person, organisation and product', async () => {
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

test('When logins keep arriving between the pages, then each is read once, in order', async () => {
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
  'When the cursor is %p, then it is refused instead of starting over',
  async (cursor) => {
    const { status, body } = await (await crmWorld()).get(`/login-events?cursor=${cursor}`);
    expect([status, body.error]).toEqual([400, 'invalid_cursor']);
  },
);

test.each(['limit=0', 'limit=501', 'limit=many'])('When %s is asked for, then it is refused', async (query) => {
  await (await crmWorld()).get(`/login-events?${query}`).expect(400);
});

test('When somebody logs in to a product nobody used before, then they begin to use it', async () => {
  const crm = await crmWorld();
  const [login] = await crm.addLogins({ product: 'brand-new' });

  expect(login).toMatchObject({ product: 'brand-new', contact: { email: expect.any(String) } });
  expect((await crm.get('/login-events')).body.data).toEqual([login]);
});

test('When nobody fits a wanted login, then it is a 404 and nothing is added', async () => {
  const crm = await crmWorld();
  await crm.agent.post('/sandbox/logins').send({ contact_id: 'nobody' }).expect(404);
  expect((await crm.get('/login-events')).body.data).toEqual([]);
});

test('When logins arrive by themselves, then there is a backlog at once and more soon after', async () => {
  const crm = await crmWorld({ loginsPerMinute: 3_000 });
  const backlog = await readAll(crm, 500);
  expect(backlog.ids.length).toBeGreaterThanOrEqual(10);
  await wait(100);
  crm.stop();
  const later = await readAll(crm, 500, backlog.cursor);
  expect(later.ids.length).toBeGreaterThan(0);
  await wait(50);
  expect(await readAll(crm, 500, later.cursor)).toEqual({ ids: [], cursor: later.cursor });
});

test('When the CRM is killed while writing and starts again, then its stream and cursors go on', async () => {
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
