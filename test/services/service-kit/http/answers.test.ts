import { pino } from 'pino';
import request from 'supertest';
import { ApiKey } from '@lead-nurturing/contracts/access/api-key';
import { IdParams } from '@lead-nurturing/contracts/common/common';
import { createApps } from '@lead-nurturing/service-kit/http/app';
import { defineRoute } from '@lead-nurturing/service-kit/http/route';

const lines: string[] = [];
const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
const key = { company_id: 'acme', label: 'test', scopes: ['things:read'] };

const answerOf = { id: 'k', label: 'l', scopes: ['leads:read'], origin: 'api', created_at: '2096-03-02T08:00:00.000Z' };
const answers: Record<string, () => unknown> = {
  right: () => answerOf,
  wider: () => ({ ...answerOf, key_hash: 'not for anybody' }),
  narrower: () => ({ ...answerOf, label: undefined }),
  'of-another-kind': () => ({ ...answerOf, created_at: new Date() }),
  throwing: () => {
    throw new Error('the pool of 10.1.2.3 is empty');
  },
  rejecting: () => Promise.reject(new TypeError("Cannot read properties of undefined (reading 'ada')")),
  'throwing-text': () => {
    throw 'a text'; // eslint-disable-line @typescript-eslint/only-throw-error
  },
};

const things = defineRoute({
  method: 'get',
  path: '/things/:id',
  operationId: 'test',
  summary: 'Answer in many ways',
  scope: 'things:read',
  params: IdParams,
  response: ApiKey,
  handle: ({ params }) => answers[params.id]!() as ApiKey,
});

const { app, operations } = createApps({
  title: 'Things',
  version: '1',
  log,
  routes: [things],
  keys: async () => key,
  ready: async () => undefined,
});
const agent = request(app);
const ask = (name: string) => agent.get(`/things/${name}`).set('x-api-key', 'any');

beforeEach(() => {
  lines.length = 0;
});

test('When an answer fits its schema, then it is sent', async () => {
  const answer = await ask('right');
  expect([answer.status, answer.body]).toEqual([200, answerOf]);
});

test('When an answer has fields that its schema does not name, then they are not sent', async () => {
  expect((await ask('wider')).body).toEqual(answerOf);
});

test.each(['narrower', 'of-another-kind'])('When an answer does not match its schema (%s), then 500', async (name) => {
  const answer = await ask(name);
  expect([answer.status, answer.body.error_code]).toEqual([500, 'INTERNAL_ERROR']);
  expect(lines.join()).toContain('ZodError');
});

test.each([
  ['throwing', '10.1.2.3'],
  ['rejecting', 'undefined'],
  ['throwing-text', 'a text'],
])('When a handler is %s, then the answer hides the cause and the log has it', async (name, cause) => {
  const answer = await ask(name).set('x-request-id', 'req-1');
  expect(answer.status).toBe(500);
  expect(answer.body).toEqual({
    error_code: 'INTERNAL_ERROR',
    message: 'Something went wrong on our side.',
    details: {},
    request_id: 'req-1',
  });
  const logged = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'unexpected error');
  expect(logged.request_id).toBe('req-1');
  expect(JSON.stringify(logged.err)).toContain(cause);
});

test('When a request has an id, then answer and error have the same; otherwise both have a new one', async () => {
  const given = await agent.get('/nowhere').set('x-request-id', 'my-id.7');
  expect([given.headers['x-request-id'], given.body.request_id]).toEqual(['my-id.7', 'my-id.7']);
  const made = await agent.get('/nowhere');
  expect(made.body.request_id).toMatch(/^[0-9a-f-]{36}$/);
  expect(made.headers['x-request-id']).toBe(made.body.request_id);
  const odd = await agent.get('/nowhere').set('x-request-id', '"><script>');
  expect(odd.body.request_id).toMatch(/^[0-9a-f-]{36}$/);
});

test.each(['get', 'post', 'put', 'delete', 'patch'] as const)(
  'When no route has the path of a %s request, then 404',
  async (method) => {
    const answer = await agent[method]('/things').set('x-api-key', 'any');
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ error_code: 'ROUTE_NOT_FOUND', details: { method: method.toUpperCase() } });
  },
);

test.each(['/things/right', '/things/of-another-kind', '/nowhere', '/health', '/ready'])(
  'When %s is answered, then no cache may keep the answer',
  async (path) => {
    const { headers } = await agent.get(path).set('x-api-key', 'any');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers).not.toHaveProperty('etag');
  },
);

test('When a path is answered, then with the headers that protect a browser, and without x-powered-by', async () => {
  for (const path of ['/health', '/nowhere', '/things/right', '/docs']) {
    const { headers } = await request(operations).get(path);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringContaining('max-age='),
      'content-security-policy': expect.stringContaining("default-src 'self'"),
    });
    expect(headers).not.toHaveProperty('x-powered-by');
  }
});

test('When requests are answered, then the metrics count them by declared path, not by real path', async () => {
  await ask('right');
  await ask('throwing');
  await agent.get('/things/secret-token').expect(401);
  await agent.get('/nowhere/secret-token');
  const { text, headers } = await request(operations).get('/metrics');
  expect(headers['content-type']).toContain('text/plain');
  const count = (route: string, status: number) =>
    `http_request_duration_seconds_count{method="GET",route="${route}",status="${status}"}`;
  expect(text).toContain(count('/things/:id', 200));
  expect(text).toContain(count('/things/:id', 500));
  expect(text).toContain(count('/things/:id', 401));
  expect(text).toContain(count('unknown', 404));
  expect(text).toContain('process_resident_memory_bytes');
  expect(text).not.toContain('secret-token');
});
