import { anEvent, aProduct } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
  await world.api.put('/products/analytics', aProduct());
});

test('When events are recorded, then each adds its points and the ledger explains the score', async () => {
  const lead = await world.created();
  const opened = await world.api.post(`/leads/${lead.id}/events`, anEvent());
  await world.api.post(`/leads/${lead.id}/events`, anEvent({ event_type: 'email_click' }));
  await world.api.post(`/leads/${lead.id}/events`, anEvent({ event_type: 'bounced' }));
  const { body } = await world.api.get(`/leads/${lead.id}/score`);

  expect([opened.status, opened.body]).toMatchObject([
    201,
    { result: 'created', engagement_score: 2, event: { score_impact: 2 } },
  ]);
  expect(body.engagement_score).toBe(7);
  expect(body.latest_entries.map(({ points, reason }: { points: number; reason: string }) => [points, reason])).toEqual(
    [
      [5, 'email_click'],
      [2, 'email_open'],
    ],
  );
});

test('When an event is repeated, also concurrently, then it counts once and all answers are equal', async () => {
  const lead = await world.created();
  const event = anEvent();
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => world.api.post(`/leads/${lead.id}/events`, event)),
  );

  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect((await world.api.get(`/leads/${lead.id}/score`)).body.engagement_score).toBe(2);
});

test('When many different events of one lead race, then none is lost', async () => {
  const lead = await world.created();
  const answers = await Promise.all(
    Array.from({ length: 25 }, () => world.api.post(`/leads/${lead.id}/events`, anEvent())),
  );

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  const { body } = await world.api.get(`/leads/${lead.id}`);
  expect([body.engagement_score, body.version]).toEqual([50, 26]);
});

test('When an event is from the future, then it is refused; a late event is recorded', async () => {
  const lead = await world.created();
  const future = await world.api.post(`/leads/${lead.id}/events`, anEvent({ timestamp: '2096-03-04T00:00:00Z' }));
  const late = await world.api.post(`/leads/${lead.id}/events`, anEvent({ timestamp: '2095-03-04T00:00:00Z' }));

  expect([future.status, future.body.details.fields[0].field]).toEqual([422, 'timestamp']);
  expect(late.status).toBe(201);
});

test('When an event is from before 1970, then it is refused and the lead can still be read', async () => {
  const lead = await world.created();
  const old = await world.api.post(`/leads/${lead.id}/events`, anEvent({ timestamp: '0000-01-01T00:00:00+14:00' }));

  expect([old.status, old.body.details?.fields[0].field]).toEqual([422, 'timestamp']);
  expect((await world.api.get(`/leads/${lead.id}`)).body).toEqual(lead);
});

test('When a bulk names an unknown lead, then that item fails and the others count', async () => {
  const lead = await world.created();
  const { body } = await world.api.post('/leads/events/bulk', {
    items: [anEvent(), anEvent()].map((event, n) => ({ ...event, lead_id: n === 0 ? 'nobody' : lead.id })),
  });

  expect(body.results[0]).toMatchObject({ status: 'failed', error: { error_code: 'NOT_FOUND' } });
  expect(body.results[1]).toMatchObject({ status: 'done', result: { engagement_score: 2 } });
});

test('When features are used, then the lead shows them once each, and logins a week', async () => {
  const lead = await world.created();
  const events = [
    ...['export', 'export', 'alerts'].map((feature) =>
      anEvent({ event_type: 'feature_used', channel: 'product', metadata: { feature } }),
    ),
    ...Array.from({ length: 6 }, () => anEvent({ event_type: 'login', channel: 'product' })),
    anEvent({ event_type: 'login', channel: 'product', timestamp: '2095-12-01T00:00:00Z' }),
  ];
  await world.api.post('/leads/events/bulk', { items: events.map((event) => ({ ...event, lead_id: lead.id })) });
  const { body } = await world.api.get(`/leads/${lead.id}`);

  expect(body.product_context).toMatchObject({
    login_frequency: 1.5,
    feature_usage: expect.arrayContaining(['export', 'alerts']),
  });
  expect(body.product_context.feature_usage).toHaveLength(2);
});
