import { anEvent, aProduct } from '../../../support/builders';
import { domainEventsAbout } from '../../../support/domain-events';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
  await world.api.put('/products/analytics', aProduct());
});

const stageOf = async (id: string) => (await world.api.get(`/leads/${id}`)).body.stage;

test('When a lead would skip a stage, then the move is refused and the lead stays where it was', async () => {
  const lead = await world.created();
  const { status, body } = await world.api.post(`/leads/${lead.id}/stage`, {
    stage: 'Customer',
    actor: 'ada',
  });

  expect([status, body.error_code, body.details]).toEqual([409, 'STAGE_REFUSED', { from: 'User', to: 'Customer' }]);
  expect((await world.api.get(`/leads/${lead.id}`)).body).toEqual(lead);
});

test('When a lead is rolled back, then the audit stores the required reason, the key and the decider', async () => {
  const lead = await world.created();
  const move = (body: object) => world.api.post(`/leads/${lead.id}/stage`, { actor: 'ada', ...body });
  await move({ stage: 'Engaged_Lead' });
  const refused = await move({ stage: 'User' });
  const allowed = await move({ stage: 'User', rollback_reason: 'a scanner clicked' });

  expect([refused.status, allowed.status, allowed.body.stage]).toEqual([409, 200, 'User']);
  const audit = await world.connection.collection('audit').findOne({ lead_id: lead.id, action: 'stage.rolled_back' });
  expect(audit).toMatchObject({
    actor: 'test',
    details: { from: 'Engaged_Lead', to: 'User', reason: 'a scanner clicked', on_behalf_of: 'ada' },
  });
});

test('When a move is repeated with its key, then the first answer comes back and the lead moves once', async () => {
  const lead = await world.created();
  const move = { stage: 'Engaged_Lead', actor: 'ada', idempotency_key: 'move-1' };
  const first = await world.api.post(`/leads/${lead.id}/stage`, move);
  const again = await world.api.post(`/leads/${lead.id}/stage`, move);

  expect([again.status, again.body]).toEqual([200, first.body]);
  expect(await stageOf(lead.id)).toBe('Engaged_Lead');
});

test('When two move a lead at once, then one wins and the other is refused', async () => {
  const lead = await world.created();
  const answers = await Promise.all(
    ['ada', 'bob'].map((actor) => world.api.post(`/leads/${lead.id}/stage`, { stage: 'Engaged_Lead', actor })),
  );

  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(await world.connection.collection('audit').countDocuments({ lead_id: lead.id, action: 'stage.moved' })).toBe(
    1,
  );
});

test('When a score merits two stages, then evaluation passes through both, each audited and published', async () => {
  const lead = await world.created();
  await world.api.post('/leads/events/bulk', {
    items: Array.from({ length: 6 }, () => ({
      ...anEvent({ event_type: 'login', channel: 'product' }),
      lead_id: lead.id,
    })),
  });
  const { body } = await world.api.post(`/leads/${lead.id}/stage/evaluate`);
  const again = await world.api.post(`/leads/${lead.id}/stage/evaluate`);

  expect(body).toMatchObject({ from: 'User', to: 'Qualified_Lead', passed: ['Engaged_Lead', 'Qualified_Lead'] });
  expect(again.body.passed).toEqual([]);
  expect(await stageOf(lead.id)).toBe('Qualified_Lead');
  const domainEvents = await domainEventsAbout(world.connection, lead.id, 'lead.stage_changed');
  expect(domainEvents.map(({ data, lead_seq }) => [data.from, data.to, lead_seq])).toEqual([
    ['User', 'Engaged_Lead', 8],
    ['Engaged_Lead', 'Qualified_Lead', 9],
  ]);
});

test('When a lead engages with a message, then it is an Engaged_Lead whatever its score', async () => {
  const lead = await world.created();
  await world.api.post(`/leads/${lead.id}/events`, anEvent());
  const { body } = await world.api.post('/leads/stage/evaluate/bulk', {
    items: [{ lead_id: lead.id }, { lead_id: 'nobody' }],
  });

  expect(body.results[0].result).toMatchObject({ to: 'Engaged_Lead', lead: { engagement_score: 2 } });
  expect(body.results[1].status).toBe('failed');
});

test('When an event is a conversion goal, then evaluation moves the lead through every stage to Customer', async () => {
  const lead = await world.created();
  await world.api.post(
    `/leads/${lead.id}/events`,
    anEvent({ event_type: 'conversion', channel: 'product', metadata: { name: 'subscription_started' } }),
  );
  const other = await world.created();
  await world.api.post(
    `/leads/${other.id}/events`,
    anEvent({ event_type: 'custom', channel: 'product', metadata: { name: 'something_else' } }),
  );

  expect((await world.api.post(`/leads/${lead.id}/stage/evaluate`)).body.passed).toEqual([
    'Engaged_Lead',
    'Qualified_Lead',
    'Customer',
  ]);
  expect((await world.api.post(`/leads/${other.id}/stage/evaluate`)).body.passed).toEqual([]);
});
