import { aBatch, aLogin, aProduct } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
  await world.api.put('/products/analytics', aProduct());
});

test('When a person logs in to two products, then there is one person with two leads', async () => {
  const user = { crm_user_id: 'two-products', contact_info: { email: 'both@acme.example' } };
  const { body } = await world.api.post(
    '/ingestion/logins',
    aBatch([aLogin({ user }), aLogin({ user, product_id: 'desk' })]),
  );
  const leads = await Promise.all(
    body.results.map(({ lead_id }: { lead_id: string }) => world.api.get(`/leads/${lead_id}`)),
  );

  expect(leads[0].body.id).not.toBe(leads[1].body.id);
  expect(leads[0].body.person_id).toBe(leads[1].body.person_id);
  expect(leads[1].body.review_flags).toEqual(['product_not_configured']);
});

test('When two CRMs know the same mailbox, then it is one person, whatever the case of the address', async () => {
  const one = await world.api.post(
    '/ingestion/logins',
    aBatch([aLogin({ user: { crm_user_id: 'x1', contact_info: { email: 'Same@Acme.example' } } })]),
  );
  const two = await world.api.post(
    '/ingestion/logins',
    aBatch([aLogin({ user: { crm_user_id: 'y9', contact_info: { email: 'same@acme.example' } } })]),
  );

  expect(two.body.results[0]).toMatchObject({ status: 'updated', lead_id: one.body.results[0].lead_id });
});

test('When colleagues share a phone number, then they stay two people', async () => {
  const user = (n: number) => ({
    crm_user_id: `p${String(n)}`,
    contact_info: { email: `p${String(n)}@acme.example`, phone: '+49 30 123456' },
  });
  const { body } = await world.api.post(
    '/ingestion/logins',
    aBatch([aLogin({ user: user(1) }), aLogin({ user: user(2) })]),
  );

  expect(body.counts.created).toBe(2);
});

test('When a CRM id and an e-mail belong to different people, then the CRM id wins, with a flag', async () => {
  const source = 'crm-conflict';
  const known = await world.api.post(
    '/ingestion/logins',
    aBatch(
      [
        aLogin({ user: { crm_user_id: 'k1', contact_info: { email: 'k1@acme.example' } } }),
        aLogin({ user: { crm_user_id: 'k2', contact_info: { email: 'k2@acme.example' } } }),
      ],
      source,
    ),
  );
  const { body } = await world.api.post('/ingestion/logins', {
    source,
    cursor: { from: 'c1', to: 'c2' },
    records: [aLogin({ user: { crm_user_id: 'k1', contact_info: { email: 'k2@acme.example' } } })],
  });
  const lead = await world.api.get(`/leads/${body.results[0].lead_id}`);

  expect(lead.body.id).toBe(known.body.results[0].lead_id);
  expect(lead.body.review_flags).toContain('identity_conflict');
});

test('When an older record arrives late, then its login counts, but newer fields are kept', async () => {
  const user = (name: string) => ({ crm_user_id: 'late', name, contact_info: { email: 'late@acme.example' } });
  const { body } = await world.api.post(
    '/ingestion/logins',
    aBatch([
      aLogin({ user: user('New Name'), occurred_at: '2096-03-02T08:00:00Z' }),
      aLogin({ user: { ...user('Old Name'), locale: 'de' }, occurred_at: '2096-02-01T08:00:00Z' }),
    ]),
  );
  const lead = await world.api.get(`/leads/${body.results[0].lead_id}`);

  expect(lead.body).toMatchObject({
    name: 'New Name',
    locale: 'de',
    engagement_score: 10,
    last_login_at: '2096-03-02T08:00:00.000Z',
  });
});

test('When a login is dated ahead, then a later update still replaces its fields', async () => {
  const user = { crm_user_id: 'ahead', name: 'Before', contact_info: { email: 'ahead@acme.example' } };
  const { body } = await world.api.post(
    '/ingestion/logins',
    aBatch([aLogin({ user, occurred_at: '2096-03-03T05:00:00Z' })]),
  );
  const { body: after } = await world.api.put(`/leads/${body.results[0].lead_id}`, { name: 'After' });

  expect(after).toMatchObject({ name: 'After', last_login_at: '2096-03-03T05:00:00.000Z' });
});

test('When two people with e-mail addresses get the same phone number, then both have the number', async () => {
  const phone = '+49 30 900000';
  const people = [await world.created(), await world.created()];
  const answers = [];
  for (const { id } of people) answers.push(await world.api.put(`/leads/${id}`, { contact_info: { phone } }));

  expect(answers.map(({ status, body }) => [status, body.contact_info?.phone])).toEqual(
    people.map(() => [200, '+4930900000']),
  );
});
