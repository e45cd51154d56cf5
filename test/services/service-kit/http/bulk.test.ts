import type { Api } from '../../../support/api';
import { aLead, anEvent, aProduct } from '../../../support/builders';
import { aMessage, aTemplate, communicationEngineWorld } from '../../../support/worlds/communication-engine-world';
import { leadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

/** Half of a surrogate pair, as a text ends that was cut within an emoji: MongoDB cannot keep it. */
const CUT = 'cut\ud83d';

interface Case {
  api: Api;
  /** A valid item of the route. */
  item: () => object;
}

async function leadTrackerCases(): Promise<Record<string, Case>> {
  const { api, created } = await leadTrackerWorld();
  await api.put('/products/analytics', aProduct());
  const lead_id = (await created()).id;
  await api.post(`/leads/${lead_id}/stage`, { stage: 'Engaged_Lead', actor: 'ada' });
  let count = 0;
  const enroll = () => ({ lead_id, stage: 'Engaged_Lead', idempotency_key: `enroll-${(count += 1)}` });
  const { body } = await api.post('/enrollments', enroll());
  const step = () => ({ enrollment_id: body.enrollment.id, step_number: 1, outcome: 'skipped' });
  return {
    '/leads/bulk': { api, item: () => aLead() },
    '/leads/events/bulk': { api, item: () => ({ ...anEvent(), lead_id }) },
    '/leads/stage/evaluate/bulk': { api, item: () => ({ lead_id }) },
    '/enrollments/bulk': { api, item: enroll },
    '/enrollments/steps/bulk': { api, item: step },
  };
}

async function engineCases(): Promise<Record<string, Case>> {
  const { api } = await communicationEngineWorld();
  await api.post('/templates', aTemplate());
  return { '/messages/send/bulk': { api, item: () => aMessage() } };
}

let cases: Record<string, Case>;
beforeAll(async () => {
  cases = { ...(await leadTrackerCases()), ...(await engineCases()) };
});

const paths = [
  '/leads/bulk',
  '/leads/events/bulk',
  '/leads/stage/evaluate/bulk',
  '/enrollments/bulk',
  '/enrollments/steps/bulk',
  '/messages/send/bulk',
];

test.each(paths)('When some items of %s are invalid, then they fail alone and the others are handled', async (path) => {
  const { api, item } = cases[path]!;
  const items = [item(), { ...item(), colour: 'red' }, null, 'text', { ...item(), [CUT]: 1 }, item()];

  const { body, status } = await api.post(path, { items }).set('x-request-id', 'r1');

  expect([200, 202]).toContain(status);
  expect(body.results.map((result: { status: string }) => result.status)).toEqual([
    'done',
    ...Array(4).fill('failed'),
    'done',
  ]);
  const failed = (field: string, message: string) => ({
    error_code: 'VALIDATION_FAILED',
    message: expect.stringContaining('not valid.'),
    details: { fields: [{ field, message: expect.stringContaining(message) }], count: 1 },
    request_id: 'r1',
  });
  expect(body.results.slice(1, 5).map(({ error }: { error: object }) => error)).toEqual([
    failed('colour', 'unknown field'),
    failed('body', 'expected object'),
    failed('body', 'expected object'),
    failed('cut\ufffd', 'half of a surrogate pair'),
  ]);
});

test.each(paths)('When the body of %s is not a list of 1 to 100 items, then 422 names it', async (path) => {
  const { api, item } = cases[path]!;
  const many = Array.from({ length: 101 }, item);
  for (const body of [{}, { items: [] }, { items: 'text' }, { items: item() }, { items: many }]) {
    const answer = await api.post(path, body);
    expect([answer.status, answer.body.details.fields[0].field]).toEqual([422, 'items']);
  }
  const more = await api.post(path, { items: [item()], colour: 'red' });
  expect([more.status, more.body.details.fields[0].field]).toEqual([422, 'colour']);
});

test('When items nest deeper than the database keeps, then only those fail', async () => {
  const { api, item } = cases['/leads/events/bulk']!;
  const deep = (levels: number): unknown => (levels === 0 ? 1 : { deep: deep(levels - 1) });
  const items = [{ ...item(), metadata: deep(100) }, item(), { ...item(), metadata: { a: { _bsontype: 'X' } } }];

  const { body } = await api.post('/leads/events/bulk', { items });

  expect(body.results).toMatchObject([
    { status: 'failed', error: { details: { fields: [{ message: 'more than 50 levels deep' }] } } },
    { status: 'done' },
    { status: 'failed', error: { details: { fields: [{ field: 'metadata.a._bsontype' }] } } },
  ]);
});
