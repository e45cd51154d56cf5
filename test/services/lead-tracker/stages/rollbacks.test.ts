import { anEvent, aProduct } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
  await world.api.put('/products/analytics', aProduct());
});

const CONVERSION = { event_type: 'conversion' as const, channel: 'product' as const };
const happened = (id: string, overrides: Parameters<typeof anEvent>[0] = {}) =>
  world.api.post(`/leads/${id}/events`, anEvent({ timestamp: world.clock.now().toISOString(), ...overrides }));
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

test('When a lead was rolled back, then earlier evidence no longer counts and its score is kept', async () => {
  const id = await customerBackAt('User');
  await happened(id, { event_type: 'page_view', channel: 'product' });

  expect(await evaluated(id)).toEqual([]);
  expect((await world.api.get(`/leads/${id}/score`)).body.engagement_score).toBe(51);
});

test('When a lead engages again after a rollback, then events since the rollback move it forward', async () => {
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

test('When an event from before a rollback arrives after it, then it is scored and is no evidence', async () => {
  const id = await customerBackAt('User');
  const timestamp = new Date(world.clock.now().getTime() - 120_000).toISOString();
  for (let n = 0; n < 6; n += 1) await happened(id, { event_type: 'email_click', timestamp });
  await happened(id, { ...CONVERSION, metadata: { name: 'subscription_started' }, timestamp });

  expect(await evaluated(id)).toEqual([]);
  expect((await world.api.get(`/leads/${id}`)).body.engagement_score).toBe(100);
});

test('When a lead is moved by hand or rolled back again, then only events after the last rollback count', async () => {
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
