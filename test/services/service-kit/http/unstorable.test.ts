import { aLead, aLogin } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
});

/** Ends in half a surrogate pair, as a text does that was cut within an emoji. */
const CUT = 'cut\ud83d';

test.each<[string, object, string]>([
  ['/leads', { ...aLead(), crm_user_id: CUT }, 'crm_user_id'],
  ['/dead-letters', { idempotency_key: CUT, origin: 'o', reason: 'r', payload: {} }, 'idempotency_key'],
  ['/dead-letters', { idempotency_key: 'd', origin: 'o', reason: 'r', payload: { [CUT]: 1 } }, 'payload.cut\ufffd'],
  [
    '/dead-letters',
    { idempotency_key: 'd', origin: 'o', reason: 'r', payload: { _bsontype: 'X' } },
    'payload._bsontype',
  ],
  ['/ingestion/logins', { source: 'crm', cursor: { from: null, to: CUT }, records: [] }, 'cursor.to'],
])('When %s gets a value that cannot be stored unchanged, then 422 names its field (%#)', async (path, body, field) => {
  const answer = await world.api.post(path, body);
  expect([answer.status, answer.body.details.fields]).toMatchObject([422, [{ field }]]);
});

test('When a text holds whole surrogate pairs, then it is stored unchanged', async () => {
  const name = 'Ada 😀 \ufffd';
  expect((await world.created({ name })).name).toBe(name);
});

const page = (records: unknown[], to = 'c1') => ({ source: 'crm-odd', cursor: { from: null, to }, records });
const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);

test('When a login cannot be stored unchanged, then it is quarantined as text and the others are ingested', async () => {
  const odd = [
    aLogin({ user: { crm_user_id: CUT } }),
    aLogin({ login_id: CUT }),
    { ...aLogin(), [CUT]: true },
    { ...aLogin(), more: { _bsontype: 'ObjectId' } },
    { ...aLogin(), more: { $ref: 'a', $id: 'b' } },
    JSON.parse('{"__proto__":{"login_id":"l"}}'),
    { ...aLogin(), 'a\u0000b': 1 },
    { ...aLogin(), more: deep(900) },
    CUT,
  ];
  const { status, body } = await world.api.post('/ingestion/logins', page([...odd, aLogin()]));

  expect(status).toBe(200);
  expect(body.counts).toEqual({ created: 1, updated: 0, duplicate: 0, quarantined: 9 });
  const reasons = body.results.slice(0, 9).map(({ reason }: { reason: string }) => reason.split(':')[0]);
  expect(reasons.slice(0, 7)).toEqual([
    'user.crm_user_id',
    'login_id',
    'cut\ufffd',
    'more._bsontype',
    'more.$ref',
    '__proto__',
    'a\u0000b',
  ]);
  const kept = await world.connection.collection('quarantine').find({ source: 'crm-odd' }).toArray();
  expect(kept.map(({ record }) => JSON.parse(String(record)))).toEqual(odd);
  expect(kept.map(({ reason }) => reason)).toEqual(
    body.results.slice(0, 9).map(({ reason }: { reason: string }) => reason),
  );
});

test('When pages repeat an unstorable login, then each page succeeds and it is quarantined once', async () => {
  const odd = aLogin({ user: { crm_user_id: `${CUT} again` } });
  for (const to of ['c2', 'c3', 'c3']) {
    const { status, body } = await world.api.post('/ingestion/logins', page([odd, aLogin()], to));
    expect([status, body.counts.quarantined, body.counts.created]).toEqual([200, 1, 1]);
  }
  const kept = await world.connection.collection('quarantine').countDocuments({ record: JSON.stringify(odd) });
  expect(kept).toBe(1);
});

test('When a login is nested more than 1,000 levels deep, then the page is refused', async () => {
  const { status, body } = await world.api.post('/ingestion/logins', page([deep(1_500)]));
  expect([status, body.details.fields[0].field]).toEqual([422, 'records']);
});
