import { aLead, aLogin, anEvent } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
});

test('When a product is saved, then it is read back with all defaults', async () => {
  const { body } = await world.api.put('/products/desk', {
    name: 'Desk',
    nurturing_sequences: [{ stage: 'User', messages: [{ delay_hours: 0.5, channel: 'email', template_id: 't' }] }],
  });

  expect(body).toMatchObject({
    product_id: 'desk',
    scoring_rules: {
      login_points: 5,
      email_engagement_multiplier: 1,
      qualification_threshold: 60,
      engaged_threshold: 20,
    },
    nurturing_sequences: [
      {
        stage: 'User',
        code: 'desk-User',
        version: 1,
        messages: [{ delay: { value: 30, unit: 'minutes' }, delay_hours: 0.5 }],
      },
    ],
  });
  expect((await world.api.get('/products/desk')).body).toEqual(body);
});

test('When a sequence changes, then it gets a new version; a removed sequence is retired', async () => {
  const save = async (messages: object[]) =>
    (
      await world.api.put('/products/versions', {
        name: 'V',
        nurturing_sequences: messages.length ? [{ stage: 'User', messages }] : [],
      })
    ).body.nurturing_sequences;
  const one = { delay_hours: 1, channel: 'email', template_id: 'one' };

  expect((await save([one]))[0].version).toBe(1);
  expect((await save([one]))[0].version).toBe(1);
  expect((await save([one, one]))[0].version).toBe(2);
  expect(await save([])).toEqual([]);
  expect((await save([one]))[0].version).toBe(3);
});

test.each([
  [
    { name: 'X', nurturing_sequences: [{ stage: 'User', messages: [{ channel: 'email', template_id: 't' }] }] },
    'nurturing_sequences.0.messages.0.delay_hours',
  ],
  [
    {
      name: 'X',
      nurturing_sequences: [{ stage: 'User', messages: [{ delay_hours: 0.001, channel: 'email', template_id: 't' }] }],
    },
    'nurturing_sequences.0.messages.0.delay_hours',
  ],
  [{ name: 'X', nurturing_sequences: [{ stage: 'Prospect', messages: [] }] }, 'nurturing_sequences.0.stage'],
  [
    { name: 'X', scoring_rules: { qualification_threshold: 5, engaged_threshold: 6 } },
    'scoring_rules.engaged_threshold',
  ],
  [{ name: 'X', colour: 'red' }, 'colour'],
  [{}, 'name'],
])('When a product is not valid, then the answer names the field (%#)', async (product, field) => {
  const { status, body } = await world.api.put('/products/invalid', product);

  expect(status).toBe(422);
  expect(body.details.fields.map((wrong: { field: string }) => wrong.field)).toContain(field);
});

test.each([
  ['event', (lead: { id: string }) => world.api.post(`/leads/${lead.id}/events`, anEvent())],
  ['record', (_lead: { id: string }, known: ReturnType<typeof aLead>) => world.api.post('/leads', known)],
  [
    'login',
    (_lead: { id: string }, { product_id, contact_info }: ReturnType<typeof aLead>) =>
      world.api.post('/ingestion/logins', {
        source: 'crm',
        cursor: { from: null, to: 'c' },
        records: [aLogin({ product_id, user: { crm_user_id: 'u', contact_info } })],
      }),
  ],
])('When a product is configured, then the next %s removes the flag from its lead', async (what, publish) => {
  const known = aLead({ product_id: `late-${what}` });
  const { body } = await world.api.post('/leads', known);
  await world.api.put(`/products/late-${what}`, { name: 'Late' });
  await publish(body.lead, known);

  expect(body.lead.review_flags).toEqual(['product_not_configured']);
  expect((await world.api.get(`/leads/${String(body.lead.id)}`)).body.review_flags).toEqual([]);
});

test.each(['Analytics_2.0', 'a-b_c.d', '_', 'x'.repeat(60)])(
  'When a lead is for product %s, then that product can be configured, and its sequences found',
  async (product_id) => {
    const { body } = await world.api.post('/leads', aLead({ product_id }));
    const saved = await world.api.put(`/products/${product_id}`, {
      name: 'Odd',
      nurturing_sequences: [{ stage: 'User', messages: [{ delay_hours: 1, channel: 'email', template_id: 't' }] }],
    });
    const enrolled = await world.api.post('/enrollments', {
      lead_id: body.lead.id,
      stage: 'User',
      idempotency_key: product_id,
    });

    expect([saved.status, saved.body.product_id]).toEqual([200, product_id]);
    expect(enrolled.body).toMatchObject({ result: 'enrolled', enrollment: { sequence_code: `${product_id}-User` } });
  },
);

test.each(['a/b', 'a b', '..', '.hidden', 'ä', '', 'x'.repeat(61)])(
  'When a product id is "%s", then a lead is refused and a login quarantined, both naming the field',
  async (product_id) => {
    const lead = await world.api.post('/leads', aLead({ product_id }));
    const { body } = await world.api.post('/ingestion/logins', {
      source: 'odd',
      cursor: { from: null, to: 'c' },
      records: [aLogin({ product_id })],
    });

    expect([lead.status, lead.body.details?.fields[0].field]).toEqual([422, 'product_id']);
    expect(body.results).toMatchObject([{ status: 'quarantined', reason: expect.stringMatching(/^product_id: /) }]);
  },
);
