import { aBatch, aLogin, aProduct } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
  await world.api.put('/products/analytics', aProduct());
});

const countIn = (collection: string, filter: object = {}) =>
  world.connection.collection(collection).countDocuments(filter);

test('When logins arrive, then each becomes a scored event of a lead, and the cursor moves with them', async () => {
  const batch = aBatch([aLogin(), aLogin()]);
  const { body, status } = await world.api.post('/ingestion/logins', batch);

  expect(status).toBe(200);
  expect(body.counts).toEqual({ created: 2, updated: 0, duplicate: 0, quarantined: 0 });
  const lead = await world.api.get(`/leads/${body.results[0].lead_id}`);
  expect(lead.body).toMatchObject({
    stage: 'User',
    engagement_score: 5,
    product_id: 'analytics',
    last_login_at: '2096-03-02T08:00:00.000Z',
  });
  const cursor = await world.api.get(`/ingestion/cursors/${batch.source}`);
  expect(cursor.body.cursor).toBe('c1');
});

test('When the same batch is posted twice, then the answer is the same and nothing is stored twice', async () => {
  const batch = aBatch([aLogin(), aLogin({ product_id: 'unknown' })]);
  const first = await world.api.post('/ingestion/logins', batch);
  const before = [await countIn('lead_events'), await countIn('outbox'), await countIn('audit')];
  const second = await world.api.post('/ingestion/logins', batch);

  expect(second.body).toEqual(first.body);
  expect([await countIn('lead_events'), await countIn('outbox'), await countIn('audit')]).toEqual(before);
});

test('When the same batch is posted ten times at once, then it is recorded once and all answers agree', async () => {
  const batch = aBatch(Array.from({ length: 20 }, () => aLogin()));
  const answers = await Promise.all(Array.from({ length: 10 }, () => world.api.post('/ingestion/logins', batch)));

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(await countIn('lead_events', { idempotency_key: { $regex: `^login:${batch.source}:` } })).toBe(20);
});

test('When pages overlap, then a login in both is a duplicate of the first', async () => {
  const [shared, later] = [aLogin(), aLogin()];
  const first = aBatch([shared]);
  const created = await world.api.post('/ingestion/logins', first);
  const { body } = await world.api.post('/ingestion/logins', {
    source: first.source,
    cursor: { from: 'c1', to: 'c2' },
    records: [shared, later, later],
  });

  expect(body.results.map(({ status }: { status: string }) => status)).toEqual(['duplicate', 'created', 'duplicate']);
  expect(body.results[0].lead_id).toBe(created.body.results[0].lead_id);
  expect(body.cursor).toBe('c2');
});

test('When the cursor is not at `from`, then the records are stored and the cursor stays', async () => {
  const batch = aBatch([aLogin()]);
  await world.api.post('/ingestion/logins', batch);
  const { body } = await world.api.post('/ingestion/logins', {
    source: batch.source,
    cursor: { from: 'stale', to: 'c9' },
    records: [aLogin()],
  });

  expect(body.counts.created).toBe(1);
  expect(body.cursor).toBe('c1');
});

test('When batches that share people arrive at once, then each event is stored and scored once', async () => {
  const users = Array.from({ length: 10 }, (_, n) => ({
    crm_user_id: `hot-${String(n)}`,
    contact_info: { email: `hot${String(n)}@acme.example` },
  }));
  const source = 'crm-hot';
  const batches = Array.from({ length: 8 }, (_, n) => ({
    source,
    cursor: { from: null, to: `c${String(n)}` },
    records: users.map((user) => aLogin({ user })),
  }));
  const answers = await Promise.all(batches.map((batch) => world.api.post('/ingestion/logins', batch)));

  expect(answers.map(({ status }) => status)).toEqual(batches.map(() => 200));
  expect(await countIn('identities', { source, kind: 'crm_id' })).toBe(10);
  for (const { lead_id } of answers[0]?.body.results ?? []) {
    const lead = await world.api.get(`/leads/${String(lead_id)}`);
    expect(lead.body.engagement_score).toBe(40);
  }
});

test('When 501 records are posted, then the request is refused and names the field', async () => {
  const { status, body } = await world.api.post(
    '/ingestion/logins',
    aBatch(Array.from({ length: 501 }, () => aLogin())),
  );

  expect(status).toBe(422);
  expect(body.details.fields[0].field).toBe('records');
});

test('When another company posts the same login, then that company gets a lead of its own', async () => {
  const batch = aBatch([aLogin()]);
  const ours = await world.api.post('/ingestion/logins', batch);
  const theirs = await world.otherCompany.post('/ingestion/logins', batch);

  expect(theirs.body.results[0].status).toBe('created');
  expect(theirs.body.results[0].lead_id).not.toBe(ours.body.results[0].lead_id);
  const peek = await world.otherCompany.get(`/leads/${String(ours.body.results[0].lead_id)}`);
  expect(peek.status).toBe(404);
});
