import { anEvent, aProduct } from '../support/builders';
import { factsAbout } from '../support/facts';
import { leadTrackerWorld, type LeadTrackerWorld } from '../support/lead-tracker-world';

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

test('When a lead goes back, then it needs a reason, and the audit keeps it, with who asked and who they say decided', async () => {
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
  const move = { stage: 'Engaged_Lead', actor: 'ada', idempotency_key: 'fact-1' };
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

test('When a score merits two stages, then evaluation passes through both, each audited and told', async () => {
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
  const facts = await factsAbout(world.connection, lead.id, 'lead.stage_changed');
  expect(facts.map(({ data, lead_seq }) => [data.from, data.to, lead_seq])).toEqual([
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
  expect(body.results[1].outcome).toBe('failed');
});

test('When an event is one of the conversion goals, then the lead ends as a Customer, through every stage', async () => {
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

const CONVERSION = { event_type: 'conversion' as const, channel: 'product' as const };
const happened = (id: string, told: Parameters<typeof anEvent>[0] = {}) =>
  world.api.post(`/leads/${id}/events`, anEvent({ timestamp: world.clock.now().toISOString(), ...told }));
const converted = (id: string) => happened(id, { ...CONVERSION, metadata: { name: 'subscription_started' } });
const evaluated = async (id: string): Promise<string[]> =>
  (await world.api.post(`/leads/${id}/stage/evaluate`)).body.passed;
const rolledBack = (id: string, stage: string) =>
  world.api.post(`/leads/${id}/stage`, { stage, actor: 'ada', rollback_reason: 'a scanner clicked' });

/** A Customer by score, engagement and conversion, taken back there a minute ago. */
async function customerBackAt(stage: string) {
  const { id } = await world.created();
  for (let n = 0; n < 6; n += 1) await happened(id, { event_type: 'email_click' });
  await converted(id);
  await evaluated(id);
  const { body } = await rolledBack(id, stage);
  expect(body).toMatchObject({ stage, engagement_score: 50 });
  world.clock.pass(60_000);
  return id;
}

test('When a lead was rolled back, then what merited its stages before no longer does, and its score stays', async () => {
  const id = await customerBackAt('User');
  await happened(id, { event_type: 'page_view', channel: 'product' });

  expect(await evaluated(id)).toEqual([]);
  expect((await world.api.get(`/leads/${id}/score`)).body.engagement_score).toBe(51);
});

test('When a lead earns its stages anew after a rollback, then it moves on by what it did since', async () => {
  const id = await customerBackAt('User');
  await happened(id, { event_type: 'email_open' });
  expect(await evaluated(id)).toEqual(['Engaged_Lead']);
  for (let n = 0; n < 3; n += 1) await happened(id, { event_type: 'form_submit', channel: 'product' });
  expect(await evaluated(id)).toEqual([]);
  await happened(id, { event_type: 'email_click' });
  expect(await evaluated(id)).toEqual(['Qualified_Lead']);
  await converted(id);
  expect(await evaluated(id)).toEqual(['Customer']);
});

test('When what happened before a rollback comes in after it, then it is scored and does not merit a stage', async () => {
  const id = await customerBackAt('User');
  const timestamp = new Date(world.clock.now().getTime() - 120_000).toISOString();
  for (let n = 0; n < 6; n += 1) await happened(id, { event_type: 'email_click', timestamp });
  await happened(id, { ...CONVERSION, metadata: { name: 'subscription_started' }, timestamp });

  expect(await evaluated(id)).toEqual([]);
  expect((await world.api.get(`/leads/${id}`)).body.engagement_score).toBe(100);
});

test('When a lead is moved on by hand after a rollback, or rolled back again, then only what came after the last counts', async () => {
  const id = await customerBackAt('Engaged_Lead');
  await world.api.post(`/leads/${id}/stage`, { stage: 'Qualified_Lead', actor: 'ada' });
  expect(await evaluated(id)).toEqual([]);
  await converted(id);
  expect(await evaluated(id)).toEqual(['Customer']);

  await rolledBack(id, 'Qualified_Lead');
  world.clock.pass(60_000);
  expect(await evaluated(id)).toEqual([]);
  await converted(id);
  expect(await evaluated(id)).toEqual(['Customer']);
});
