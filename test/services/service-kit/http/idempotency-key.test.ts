import { anEvent } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
let path: string;
beforeAll(async () => {
  world = await leadTrackerWorld();
  path = `/leads/${(await world.created()).id}/events`;
});

const { idempotency_key: _key, ...event } = anEvent();
const post = (body: object, key: string | string[]) => world.api.post(path, body).set('idempotency-key', key as string);
const fields = (answer: { body: { details: { fields: object[] } } }) => answer.body.details.fields;

test('When the key comes as a header, then a repeat with the key in the body gets the first answer', async () => {
  const first = await post(event, 'login:1');
  const repeated = await world.api.post(path, { ...event, idempotency_key: 'login:1' });

  expect([first.status, repeated.status]).toEqual([201, 201]);
  expect(repeated.body).toEqual(first.body);
});

test('When the key of the header is quoted, then it is the same key as without quotes', async () => {
  const first = await post(event, '"login:2"');
  const repeated = await post(event, 'login:2');

  expect(first.status).toBe(201);
  expect(repeated.body).toEqual(first.body);
});

test('When header and body have the same key, then it is accepted; when they differ, then 422', async () => {
  const same = await post({ ...event, idempotency_key: 'login:3' }, 'login:3');
  const different = await post({ ...event, idempotency_key: 'login:4' }, 'login:3');

  expect(same.status).toBe(201);
  expect([different.status, fields(different)]).toEqual([
    422,
    [{ field: 'Idempotency-Key', message: 'differs from idempotency_key of the body' }],
  ]);
});

test.each<[string, string | string[], string, string]>([
  ['occurs twice', ['a', 'b'], 'Idempotency-Key', 'occurs more than once'],
  ['is not ASCII', 'logín', 'Idempotency-Key', 'has characters other than ASCII; use idempotency_key of the body'],
  ['is empty', '', 'idempotency_key', 'Too small: expected string to have >=1 characters'],
])('When the key of the header %s, then 422', async (_, key, field, message) => {
  const answer = await post(event, key);

  expect([answer.status, fields(answer)]).toEqual([422, [{ field, message }]]);
});

test('When a bulk request has the header, then 422, because each item has a key of its own', async () => {
  const answer = await world.api.post('/leads/events/bulk', { items: [] }).set('idempotency-key', 'login:5');

  expect([answer.status, fields(answer)]).toEqual([
    422,
    [{ field: 'Idempotency-Key', message: 'not on a bulk request: each item has its own idempotency_key' }],
  ]);
});

test('When the body of a route has no idempotency_key, then the header is ignored', async () => {
  const answer = await world.api.post('/api-keys', { label: 'l', scopes: ['*'] }).set('idempotency-key', 'login:6');

  expect(answer.status).toBe(201);
});
