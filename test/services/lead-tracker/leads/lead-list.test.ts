import { aLead, anEvent, aProduct } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
  await world.api.put('/products/analytics', aProduct());
});

const EVENTS = [
  ...['export', 'export', 'alerts'].map((feature) =>
    anEvent({ event_type: 'feature_used', channel: 'product', metadata: { feature } }),
  ),
  ...[1, 2].map(() => anEvent({ event_type: 'login', channel: 'product' })),
];

test('When leads are listed in pages, then each is listed once, newest first, as in GET /leads/:id', async () => {
  const created = [];
  for (let n = 0; n < 5; n += 1) created.push(await world.created({ name: `Lead ${String(n)}` }));
  const [first] = created;
  await world.api.post('/leads/events/bulk', { items: EVENTS.map((event) => ({ ...event, lead_id: first!.id })) });
  await world.otherCompany.post('/leads', aLead());

  const seen = [];
  let query = '?page_size=2';
  for (let pages = 0; pages < 3; pages += 1) {
    const { status, body } = await world.api.get(`/leads${query}`);
    expect(status).toBe(200);
    seen.push(...body.items);
    query = `?page_size=2&cursor=${String(body.next_cursor)}`;
    if (body.next_cursor === null) break;
  }

  const single = await Promise.all(created.map(async ({ id }) => (await world.api.get(`/leads/${id}`)).body));
  expect(seen).toEqual(single.toReversed());
  expect(seen.at(-1).product_context).toMatchObject({ login_frequency: 0.5, feature_usage: ['alerts', 'export'] });
});

test('When another company passes a cursor of this company, then it sees its own leads alone', async () => {
  const lead = await world.created();
  const { body } = await world.otherCompany.get(`/leads?cursor=${lead.id}`);

  expect(body.items.map(({ id }: { id: string }) => id)).not.toContain(lead.id);
  expect(body.items).toHaveLength(1);
});

test.each(['page_size=101', 'page_size=0', 'page_size=0x10', 'cursor=nobody', 'stage=User'])(
  'When leads are listed with %s, then the query is refused',
  async (query) => {
    expect((await world.api.get(`/leads?${query}`)).status).toBe(422);
  },
);

test('When a key has no leads:read, then the list is refused', async () => {
  expect((await (await world.apiWith(['leads:write'])).get('/leads')).status).toBe(403);
});

test('When a page is read, then an index limits the examined keys and the number of queries is constant', async () => {
  for (let n = 0; n < 20; n += 1) await world.created();
  await world.connection.db?.command({ profile: 2 });
  await world.api.get('/leads?page_size=10');
  await world.connection.db?.command({ profile: 0 });

  const seen = await world.connection
    .collection('system.profile')
    .find({ ns: /\.(leads|people|lead_events)$/ })
    .toArray();
  expect(seen).toHaveLength(4);
  for (const entry of seen) expect(String(entry.planSummary)).toMatch(/^IXSCAN/);
  const list = seen.find(({ ns }) => String(ns).endsWith('.leads'));
  expect(list).toMatchObject({ keysExamined: 11, docsExamined: 11, nreturned: 11 });
  expect(list?.hasSortStage).toBeUndefined();
});
