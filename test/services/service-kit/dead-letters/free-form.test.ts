import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { anyJsonObject } from '../../../support/arbitraries';
import { aLead, anEvent } from '../../../support/builders';
import { aMessage, aTemplate, communicationEngineWorld } from '../../../support/worlds/communication-engine-world';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let tracker: LeadTrackerWorld;
let engine: Awaited<ReturnType<typeof communicationEngineWorld>>;
beforeAll(async () => {
  tracker = await leadTrackerWorld();
  engine = await communicationEngineWorld();
});

const aDeadLetter = (payload: unknown, idempotency_key: string) => ({
  idempotency_key,
  origin: 'o',
  reason: 'r',
  payload,
});
let count = 0;
const nextKey = () => `key-${(count += 1)}`;

/** The value after a way through JSON, which has no -0. */
const asSent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test.each<[string, unknown]>([
  ['a DBRef', { a: { $ref: 'a', $id: 'b' } }],
  ['a DBRef at the top', { $ref: 'a', $id: 'b', $db: 'c' }],
  ['the name __proto__', JSON.parse('{"a":{"__proto__":{"b":1}}}')],
  ['the name prototype', { prototype: 1 }],
  ['the name constructor', { constructor: { name: 'Date' } }],
  ['a name that every object has', { toString: [{}] }],
  ['a name of Mongoose', { $__: 1, _doc: 2 }],
])('When a payload holds %s, then 422 names it and the list stays readable', async (_case, payload) => {
  const answer = await tracker.api.post('/dead-letters', aDeadLetter(payload, nextKey()));
  expect([answer.status, answer.body.error_code]).toEqual([422, 'VALIDATION_FAILED']);
  await tracker.api.get('/dead-letters').expect(200);
});

test('When a payload holds a number beyond the range of a double, then 422 names its field', async () => {
  const text: unknown = '{"idempotency_key":"big","origin":"o","reason":"r","payload":{"a":1e400}}';
  const answer = await tracker.api.post('/dead-letters', text as object).type('json');
  expect([answer.status, answer.body.details]).toMatchObject([422, { fields: [{ field: 'payload.a' }] }]);
});

test('When the variables of a message hold a DBRef, then 422 names it', async () => {
  const answer = await engine.api.post('/messages/send', aMessage({ variables: { a: { $ref: 'a', $id: 'b' } } }));
  expect([answer.status, answer.body.details]).toMatchObject([422, { fields: [{ field: 'variables.a.$ref' }] }]);
});

test('When any JSON object is a payload, then it is read back as it came or refused', async () => {
  const kept: boolean[] = [];
  await fc.assert(
    fc.asyncProperty(anyJsonObject, async (payload) => {
      const { status, body } = await tracker.api.post('/dead-letters', aDeadLetter(payload, nextKey()));
      kept.push(status === 200);
      if (status === 422) return;
      expect(status).toBe(200);
      const listed = await tracker.api.get('/dead-letters?page_size=1').expect(200);
      const read = await tracker.api.get(`/dead-letters/${body.id}`).expect(200);
      for (const letter of [body, listed.body.items[0], read.body])
        expect([letter.payload, isDeepStrictEqual(letter.payload, asSent(payload))]).toEqual([letter.payload, true]);
    }),
    { numRuns: 100 },
  );
  expect(kept.filter(Boolean).length).toBeGreaterThan(20);
});

test('When any JSON object is the defaults of a template, then it is read back as it came or refused', async () => {
  await fc.assert(
    fc.asyncProperty(anyJsonObject, async (defaults) => {
      const { status, body } = await engine.api.post('/templates', aTemplate({ defaults }));
      if (status === 422) return;
      expect([200, 201]).toContain(status);
      const read = await engine.api.get('/templates/welcome').expect(200);
      for (const template of [body.template, read.body])
        expect([template.defaults, isDeepStrictEqual(template.defaults, asSent(defaults))]).toEqual([
          template.defaults,
          true,
        ]);
    }),
    { numRuns: 50 },
  );
});

test('When any JSON object is the metadata of an event, then it is kept as it came or refused', async () => {
  const { body } = await tracker.api.post('/leads', aLead());
  await fc.assert(
    fc.asyncProperty(anyJsonObject, async (metadata) => {
      const event = anEvent({ metadata });
      const answer = await tracker.api.post(`/leads/${body.lead.id}/events`, event);
      if (answer.status === 422) return;
      expect(answer.status).toBe(201);
      const again = await tracker.api.post(`/leads/${body.lead.id}/events`, event);
      const kept = await tracker.connection
        .collection('lead_events')
        .findOne({ idempotency_key: event.idempotency_key });
      for (const found of [answer.body.event.metadata, again.body.event.metadata, kept?.metadata])
        expect([found, isDeepStrictEqual(found, asSent(metadata))]).toEqual([found, true]);
    }),
    { numRuns: 50 },
  );
});
