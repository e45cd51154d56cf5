import nock from 'nock';
import type { Finished } from '../../support/engine/engine';
import { runNode } from '../../support/engine/engine';
import { errorBody, fakeService, LEAD_TRACKER, useNoNetwork, type Answer } from '../../support/engine/services';

useNoNetwork();

const getLead = { resource: 'lead', operation: 'get', lead_id: 'lead-1' };
const get = (more = {}): Promise<Finished> => runNode('leadTracker', getLead, [{}], more);

/** Gives the answers in order and repeats the last one. */
function inTurn(...answers: Answer[]) {
  let tick = 0;
  return fakeService(LEAD_TRACKER, {
    'GET /leads/lead-1': () => answers[Math.min(tick++, answers.length - 1)],
  });
}
const done: Answer = { status: 200, body: { id: 'lead-1' } };
const concurrency = { 'retry-after': '0' };

test('When a request is sent, then it carries the API key of the credential', async () => {
  const calls = inTurn(done);
  const { json } = await get();
  expect(json('Node')).toEqual([{ id: 'lead-1' }]);
  expect(calls[0]?.headers).toMatchObject({ 'x-api-key': 'key-of-the-lead-tracker', accept: 'application/json' });
});

test('When the base URL ends with a slash, then the path of the request still has only one', async () => {
  inTurn(done);
  const values = { leadTrackerApi: { baseUrl: `${LEAD_TRACKER}/`, apiKey: 'k' } };
  expect((await get({ values })).error).toBeUndefined();
});

test('When the service refuses the input, then the error names the code, each field and the request', async () => {
  const fields = [{ field: 'stage', message: 'Invalid option' }];
  inTurn({ status: 422, body: errorBody('VALIDATION_FAILED', 'stage: not valid.', { fields, from: 'User' }) });
  const { error } = await get();
  expect(error).toMatchObject({ name: 'NodeApiError', httpCode: '422', context: { itemIndex: 0 } });
  expect(error?.message).toBe('stage: not valid.');
  expect(error?.description).toBe('VALIDATION_FAILED · stage: Invalid option · from: User · request request-1');
});

test('When the API key is wrong, then the error shows the answer of the service', async () => {
  inTurn({ status: 401, body: errorBody('UNAUTHORIZED', 'This API key is not valid.') });
  const { error } = await get();
  expect(error).toMatchObject({ name: 'NodeApiError', httpCode: '401' });
  expect(error?.description).toContain('This API key is not valid.');
});

test.each([429, 502, 503, 504])('When the service answers %i, then the request is sent again', async (status) => {
  const calls = inTurn({ status, headers: concurrency }, { status, headers: concurrency }, done);
  const { json } = await get();
  expect(json('Node')).toEqual([{ id: 'lead-1' }]);
  expect(calls).toHaveLength(3);
});

test('When the service stays overloaded, then the node fails after five attempts', async () => {
  const calls = inTurn({ status: 503, headers: concurrency });
  const { error } = await get();
  expect(error).toMatchObject({ httpCode: '503' });
  expect(calls).toHaveLength(5);
});

test('When Retry-After is longer than a run may wait, then the request is not sent again', async () => {
  const calls = inTurn({ status: 429, headers: { 'retry-after': '3600' } });
  expect((await get()).error).toMatchObject({ httpCode: '429' });
  expect(calls).toHaveLength(1);
});

test.each([400, 404, 409, 413, 422, 500])(
  'When the service answers %i, then the request is not sent again',
  async (status) => {
    const calls = inTurn({ status, body: errorBody('SOME_CODE', 'Something.') });
    expect((await get()).error).toMatchObject({ message: 'Something.', httpCode: String(status) });
    expect(calls).toHaveLength(1);
  },
);

test('When the connection breaks, then the request is sent again', async () => {
  const broken = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  nock(LEAD_TRACKER).get('/leads/lead-1').replyWithError(broken);
  nock(LEAD_TRACKER).get('/leads/lead-1').reply(200, { id: 'lead-1' });
  expect((await get()).json('Node')).toEqual([{ id: 'lead-1' }]);
});

test('When the answer is not JSON, then the error advises to check the base URL', async () => {
  inTurn({ status: 200, body: '<html>Welcome</html>' });
  const { error } = await get();
  expect(error).toMatchObject({ message: 'The answer is not JSON' });
  expect(error?.description).toContain('base URL');
});

test('When the service redirects, then the redirect is not followed', async () => {
  const elsewhere = fakeService('http://elsewhere.test', { 'GET /': () => ({}) });
  inTurn({ status: 302, headers: { location: 'http://elsewhere.test/' } });
  expect((await get()).error).toMatchObject({ httpCode: '302' });
  expect(elsewhere).toHaveLength(0);
});

test('When an ID is empty or a relative path segment, then no request is sent', async () => {
  const calls = inTurn(done);
  for (const lead_id of ['={{ "" }}', '..', '={{ $json.nothing }}']) {
    const { error } = await runNode('leadTracker', { ...getLead, lead_id }, [{}]);
    expect(error).toMatchObject({ context: { itemIndex: 0 } });
  }
  expect(calls).toHaveLength(0);
});

test('When some items fail and the node continues, then the other items have their results', async () => {
  fakeService(LEAD_TRACKER, {
    'GET /leads/a': () => ({ id: 'a' }),
    'GET /leads/b': () => ({ status: 404, body: errorBody('NOT_FOUND', 'There is no lead with this id.') }),
    'GET /leads/c': () => ({ status: 500, body: errorBody('INTERNAL_ERROR', 'Something.') }),
  });
  const { outputs } = await runNode(
    'leadTracker',
    { ...getLead, lead_id: '={{ $json.id }}' },
    [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
    { onError: 'continueRegularOutput' },
  );
  expect(outputs('Node')[0]).toMatchObject([
    { json: { id: 'a' }, pairedItem: { item: 0 } },
    { json: { error: 'There is no lead with this id.', details: { retryable: false } }, pairedItem: { item: 1 } },
    { json: { error: 'Something.', details: { retryable: true } }, pairedItem: { item: 2 } },
  ]);
});
