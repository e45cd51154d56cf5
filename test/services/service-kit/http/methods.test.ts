import type request from 'supertest';
import { communicationEngineWorld } from '../../../support/worlds/communication-engine-world';
import { leadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

type Method = 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete' | 'options' | 'trace';
type Agent = ReturnType<typeof request>;

let tracker: Awaited<ReturnType<typeof leadTrackerWorld>>;
let engine: Awaited<ReturnType<typeof communicationEngineWorld>>;
let key: string;
beforeAll(async () => {
  tracker = await leadTrackerWorld();
  key = (await tracker.api.post('/api-keys', { label: 'reader', scopes: ['leads:read'] })).body.api_key;
  engine = await communicationEngineWorld();
});

test.each<[Method, string, string]>([
  ['patch', '/leads/some-lead', 'GET, HEAD, OPTIONS, PUT'],
  ['trace', '/leads/some-lead/score', 'GET, HEAD, OPTIONS'],
  ['put', '/leads/some-lead/events', 'OPTIONS, POST'],
  ['delete', '/api-keys', 'GET, HEAD, OPTIONS, POST'],
  ['delete', '/leads/bulk', 'GET, HEAD, OPTIONS, POST, PUT'],
  ['delete', '/leads/bulk/', 'GET, HEAD, OPTIONS, POST, PUT'],
])('When %s is not a method of %s, then 405 and Allow names those it has', async (method, path, allow) => {
  const answer = await tracker.withoutKey[method](path);

  expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
  expect(answer.body).toMatchObject({ error_code: 'METHOD_NOT_ALLOWED', details: { allow: allow.split(', ') } });
});

test('When a page is asked for with another method, then 405 and Allow names those it has', async () => {
  const answers = [await engine.public.put('/unsubscribe/token'), await engine.public.post('/t/o/token')];

  expect(answers.map(({ status, headers }) => [status, headers.allow])).toEqual([
    [405, 'GET, HEAD, OPTIONS, POST'],
    [405, 'GET, HEAD, OPTIONS'],
  ]);
});

test('When a client asks for the options of a path, then 204 and Allow, without a key', async () => {
  const { status, headers, text } = await tracker.withoutKey.options('/leads/some-lead');

  expect([status, headers.allow, text]).toEqual([204, 'GET, HEAD, OPTIONS, PUT', '']);
});

test('When a client asks with HEAD, then the status and headers are those of GET, without a body', async () => {
  const { id } = await tracker.created();
  const read = await tracker.api.get(`/leads/${id}`);
  const head = await tracker.withoutKey.head(`/leads/${id}`).set('x-api-key', key);

  expect([head.status, head.headers['content-type'], head.text]).toEqual([
    200,
    read.headers['content-type'],
    undefined,
  ]);
  expect((await tracker.withoutKey.head(`/leads/${id}`)).status).toBe(401);
});

test.each(['/metrics', '/docs', '/docs/scalar.js', '/openapi.json'])(
  'When %s is asked for at the public port, then 404; the operations port answers',
  async (path) => {
    for (const [open, operations] of [
      [tracker.withoutKey, tracker.operations],
      [engine.public, engine.operations],
    ] as [Agent, Agent][]) {
      expect((await open.get(path)).status).toBe(404);
      expect((await operations.get(path)).status).toBe(200);
    }
  },
);

test('When a call is sent to the operations port, then the answer is that of the public port', async () => {
  const { id } = await tracker.created();
  const read = await tracker.api.get(`/leads/${id}`);
  const copied = await tracker.operations.get(`/leads/${id}`).set('x-api-key', key);

  expect([copied.status, copied.body]).toEqual([200, read.body]);
  expect((await tracker.operations.get(`/leads/${id}`)).status).toBe(401);
  expect((await engine.operations.get('/unsubscribe/token')).status).toBe(404);
  for (const path of ['/health', '/ready']) expect((await tracker.operations.get(path)).status).toBe(200);
});
