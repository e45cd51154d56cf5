import { aLead, anEvent, aProduct } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
  await world.api.put('/products/analytics', aProduct());
});

const scoreOf = async (id: string) => (await world.api.get(`/leads/${id}`)).body.engagement_score;

test('When an event has the key of another lead’s event, then it is refused with 409 and not recorded', async () => {
  const [lead, other] = [await world.created(), await world.created()];
  const event = anEvent();
  await world.api.post(`/leads/${lead.id}/events`, event).expect(201);
  const { status, body } = await world.api.post(`/leads/${other.id}/events`, event);

  expect([status, body.error_code, body.details]).toEqual([
    409,
    'IDEMPOTENCY_KEY_TAKEN',
    { idempotency_key: event.idempotency_key },
  ]);
  expect([await scoreOf(lead.id), await scoreOf(other.id)]).toEqual([2, 0]);
});

test('When one key is used for events of many leads at once, then only one event is recorded', async () => {
  const leads = await Promise.all(Array.from({ length: 6 }, () => world.created()));
  const event = anEvent();
  const answers = await Promise.all(leads.map(({ id }) => world.api.post(`/leads/${id}/events`, event)));

  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
  expect(
    await world.connection.collection('lead_events').countDocuments({ idempotency_key: event.idempotency_key }),
  ).toBe(1);
});

test('When an event with a used key names a lead that does not exist, then it is refused with 404', async () => {
  const lead = await world.created();
  const event = anEvent();
  await world.api.post(`/leads/${lead.id}/events`, event).expect(201);
  const { status, body } = await world.api.post('/leads/nobody/events', event);

  expect([status, body.error_code]).toEqual([404, 'NOT_FOUND']);
});

test('When a lead id and a key together spell those of another request, then they are not mistaken for it', async () => {
  const lead = await world.created();
  await world.api.post(`/leads/${lead.id}/events`, anEvent({ idempotency_key: 'a|b' })).expect(201);
  const event = await world.api.post(`/leads/${lead.id}%7Ca/events`, anEvent({ idempotency_key: 'b' }));
  const move = (id: string, idempotency_key: string) =>
    world.api.post(`/leads/${id}/stage`, { stage: 'Engaged_Lead', actor: 'ada', idempotency_key });
  await move(lead.id, 'a|b').expect(200);

  expect([event.status, (await move(`${lead.id}%7Ca`, 'b')).status]).toEqual([404, 404]);
});

test('When a bulk uses one key for two leads, then the second event alone fails', async () => {
  const [lead, other] = [await world.created(), await world.created()];
  const event = anEvent();
  await world.api.post(`/leads/${lead.id}/events`, event).expect(201);
  const { body } = await world.api.post('/leads/events/bulk', {
    items: [lead.id, other.id, 'nobody'].map((lead_id) => ({ ...event, lead_id })),
  });

  expect(body.results).toMatchObject([
    { status: 'done', result: { result: 'created', event: { lead_id: lead.id } } },
    { status: 'failed', error: { error_code: 'IDEMPOTENCY_KEY_TAKEN' } },
    { status: 'failed', error: { error_code: 'NOT_FOUND' } },
  ]);
});

test('When a key that saved one person is used for another, then it is refused and no person is created', async () => {
  const idempotency_key = 'saved-once';
  await world.api.post('/leads', aLead({ idempotency_key })).expect(201);
  const other = aLead({ idempotency_key });
  const { status, body } = await world.api.post('/leads', other);

  expect([status, body.error_code]).toEqual([409, 'IDEMPOTENCY_KEY_TAKEN']);
  expect(await world.connection.collection('people').countDocuments({ email: other.contact_info?.email })).toBe(0);
});

test('When a key that moved a lead is used for another stage, then it is refused and the lead stays', async () => {
  const lead = await world.created();
  const move = (stage: string) =>
    world.api.post(`/leads/${lead.id}/stage`, { stage, actor: 'ada', idempotency_key: 'm' });
  await move('Engaged_Lead').expect(200);
  const { status, body } = await move('Qualified_Lead');

  expect([status, body.error_code]).toEqual([409, 'IDEMPOTENCY_KEY_TAKEN']);
  expect((await world.api.get(`/leads/${lead.id}`)).body.stage).toBe('Engaged_Lead');
});

test('When a key that enrolled one lead is used for another, then the other is not enrolled', async () => {
  const leads = [await world.created(), await world.created()];
  for (const { id } of leads) await world.api.post(`/leads/${id}/stage`, { stage: 'Engaged_Lead', actor: 'ada' });
  const enroll = (lead_id: string, stage = 'Engaged_Lead') =>
    world.api.post('/enrollments', { lead_id, stage, idempotency_key: 'enrolled-once' });
  await enroll(leads[0]!.id).expect(201);
  const other = await enroll(leads[1]!.id);
  const otherStage = await enroll(leads[0]!.id, 'Qualified_Lead');

  expect([other.status, other.body.error_code]).toEqual([409, 'IDEMPOTENCY_KEY_TAKEN']);
  expect([otherStage.status, otherStage.body.error_code]).toEqual([409, 'IDEMPOTENCY_KEY_TAKEN']);
  expect((await enroll('nobody')).status).toBe(404);
  expect(await world.connection.collection('enrollments').countDocuments({ lead_id: leads[1]!.id })).toBe(0);
});
