import fc from 'fast-check';
import { aLead, aLogin, anEvent, aProduct } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
let bodies: Record<string, object>;
beforeAll(async () => {
  world = await leadTrackerWorld();
  await world.api.put('/products/analytics', aProduct());
  const { body } = await world.api.post('/leads', aLead());
  const id = String(body.lead.id);
  const { idempotency_key: _key, ...step } = { ...anEvent(), lead_id: id };
  bodies = {
    '/leads': aLead(),
    '/leads/bulk': { items: [aLead(), aLead()] },
    [`/leads/${id}/events`]: anEvent({ metadata: { feature: 'export', more: { a: [1] } } }),
    '/leads/events/bulk': { items: [{ ...step, idempotency_key: 'k' }] },
    [`/leads/${id}/stage`]: { stage: 'Engaged_Lead', actor: 'ada', rollback_reason: 'none' },
    [`/leads/${id}/stage/evaluate`]: {},
    '/ingestion/logins': { source: 'crm', cursor: { from: null, to: 'c' }, records: [aLogin(), aLogin()] },
    '/enrollments': { lead_id: id, stage: 'Engaged_Lead', idempotency_key: 'e' },
    '/enrollments/steps/bulk': { items: [{ enrollment_id: 'e', step_number: 1, outcome: 'accepted' }] },
    '/webhook-subscriptions': {
      subscriber: 's',
      url: 'https://hooks.acme.example/',
      events: ['lead.created'],
      secret: `whsec_${'a'.repeat(32)}`,
    },
    '/dead-letters': { idempotency_key: 'd', origin: 'o', reason: 'r', payload: { a: { b: [1] } } },
    '/api-keys': { label: 'l', scopes: ['leads:read'] },
  };
});

/** All places inside a body, as paths. */
const placesIn = (value: unknown, at: string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))]
    : [at];

function put(body: object, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy = (Array.isArray(body) ? [...body] : { ...body }) as Record<string, unknown>;
  copy[key] = put(copy[key] as object, rest, value);
  return copy;
}

const oddValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.constantFrom('', ' ', '\0', '$where', '__proto__', '\ud800', 'x'.repeat(5_000)),
  fc.constantFrom(-1, 0, 1e308, -1e-300, Number.MAX_SAFE_INTEGER + 1, 0.1),
  fc.constantFrom('0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999-23:59', '2026-02-30T00:00:00Z', '2026-03-02'),
  fc.dictionary(fc.constantFrom('$gt', '$where', 'a.b', '__proto__', 'constructor', '\0', ''), fc.jsonValue()),
);

test('Property: a body with an arbitrary value in any place is accepted or refused, never a 500', async () => {
  const paths = Object.keys(bodies);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.nat(), oddValue, async (path, place, value) => {
      const body = bodies[path]!;
      const places = placesIn(body);
      const sent = put(body, places[place % places.length]!, value);
      if (typeof sent !== 'object' || sent === null) return;
      const answer = await world.api.post(path, sent);
      expect([answer.status, answer.body.error_code]).not.toContain(500);
      if (answer.status >= 400) expect(answer.body).toHaveProperty('error_code');
    }),
    { numRuns: 200 },
  );
});

test('Property: a body with arbitrary bytes in any place is accepted or refused, never a 500', async () => {
  const { body } = await world.api.post('/api-keys', { label: 'bytes', scopes: ['*'] });
  const paths = Object.keys(bodies);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      fc.nat(),
      fc.uint8Array({ minLength: 1, maxLength: 20 }),
      fc.constantFrom('post' as const, 'put' as const, 'patch' as const, 'delete' as const, 'options' as const),
      async (path, place, bytes, method) => {
        const text = Buffer.from(JSON.stringify(bodies[path]));
        const at = place % text.length;
        const sent = Buffer.concat([text.subarray(0, at), bytes, text.subarray(at)]);
        const headers = { 'x-api-key': body.api_key, 'content-type': 'application/json' };
        const request = world.withoutKey[method](path).set(headers);
        const answer = await request.serialize((raw) => raw).send(sent);
        expect([answer.status, answer.body.error_code]).not.toContain(500);
        if (answer.status >= 400) expect(answer.body).toHaveProperty('error_code');
      },
    ),
    { numRuns: 200 },
  );
});
