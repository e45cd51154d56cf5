import { aLead, anEvent, aProduct } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
  await world.api.put('/products/analytics', aProduct());
});

test('When a lead is posted, then it is created with its person and read back completely', async () => {
  const { status, body } = await world.api.post(
    '/leads',
    aLead({
      name: 'Grace Hopper',
      contact_info: { email: 'Grace@Navy.example', phone: '+1 212 555 0100' },
      demographics: { job_title: 'Admiral' },
      tags: ['navy'],
      timezone: 'America/New_York',
    }),
  );

  expect(status).toBe(201);
  expect(body).toMatchObject({
    result: 'created',
    lead: {
      stage: 'User',
      engagement_score: 0,
      version: 1,
      name: 'Grace Hopper',
      contact_info: { email: 'grace@navy.example', phone: '+12125550100' },
      tags: ['navy'],
    },
  });
  expect((await world.api.get(`/leads/${String(body.lead.id)}`)).body).toEqual(body.lead);
});

test('When the person is known for this product, then the lead is merged and keeps its id', async () => {
  const lead = await world.created({ contact_info: { email: 'merge@acme.example' }, tags: ['a'] });
  const { status, body } = await world.api.post(
    '/leads',
    aLead({ contact_info: { email: 'merge@acme.example' }, name: 'Known Now', tags: ['b'] }),
  );

  expect(status).toBe(200);
  expect(body).toMatchObject({
    result: 'updated',
    lead: { id: lead.id, name: 'Known Now', tags: ['a', 'b'], version: 2 },
  });
});

test('When a keyed lead is posted again, then the first answer is repeated and nothing changes', async () => {
  const lead = aLead({ idempotency_key: 'once' });
  const first = await world.api.post('/leads', lead);
  const again = await world.api.post('/leads', { ...lead, name: 'Ignored' });

  expect(again.body).toEqual(first.body);
  expect((await world.api.get(`/leads/${String(first.body.lead.id)}`)).body.version).toBe(1);
});

test('When twenty posts of one person race, then there is one lead and one person', async () => {
  const lead = aLead({ contact_info: { email: 'race@acme.example' } });
  const answers = await Promise.all(Array.from({ length: 20 }, () => world.api.post('/leads', lead)));

  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(new Set(answers.map(({ body }) => body.lead.id)).size).toBe(1);
  expect(await world.connection.collection('people').countDocuments({ email: 'race@acme.example' })).toBe(1);
});

test('When no field identifies the person, then the lead is refused', async () => {
  const { status, body } = await world.api.post('/leads', { product_id: 'analytics', name: 'Nobody' });

  expect(status).toBe(422);
  expect(body.details.fields).toEqual([{ field: 'contact_info', message: expect.stringContaining('is required') }]);
});

test('When a lead is updated, then the given fields change, the others stay, and the audit names them', async () => {
  const lead = await world.created({ name: 'Before', tags: ['old'] });
  const { status, body } = await world.api.put(`/leads/${lead.id}`, {
    name: 'After',
    tags: ['new'],
    temperature: 'hot',
  });

  expect(status).toBe(200);
  expect(body).toMatchObject({
    name: 'After',
    tags: ['new'],
    temperature: 'hot',
    contact_info: lead.contact_info,
    version: 2,
  });
  const audit = await world.connection.collection('audit').findOne({ lead_id: lead.id, action: 'lead.updated' });
  expect(audit?.details).toEqual({ fields: ['name', 'tags', 'temperature'] });
});

test('When an update takes an address that is another person’s, then it is refused and nothing changes', async () => {
  await world.created({ contact_info: { email: 'taken@acme.example' } });
  const lead = await world.created();
  const { status, body } = await world.api.put(`/leads/${lead.id}`, {
    contact_info: { email: 'taken@acme.example' },
  });

  expect([status, body.error_code]).toEqual([409, 'IDENTITY_TAKEN']);
  expect((await world.api.get(`/leads/${lead.id}`)).body).toEqual(lead);
});

test('When one item of a bulk has an invalid person, then the others are saved, answered in order', async () => {
  const { body } = await world.api.post('/leads/bulk', {
    items: [
      aLead(),
      aLead({ contact_info: { email: 'bulk@acme.example' } }),
      aLead({ contact_info: { email: 'bulk@acme.example' } }),
    ],
  });

  expect(body.results.map(({ result }: { result: { result: string } }) => result.result)).toEqual([
    'created',
    'created',
    'updated',
  ]);
  expect(body.results[1].result.lead.id).toBe(body.results[2].result.lead.id);
});

test('When a lead belongs to another company, then every route answers 404', async () => {
  const lead = await world.created();
  const path = `/leads/${lead.id}`;
  const answers = await Promise.all([
    world.otherCompany.get(path),
    world.otherCompany.put(path, { name: 'Stolen' }),
    world.otherCompany.get(`${path}/score`),
    world.otherCompany.post(`${path}/events`, anEvent()),
    world.otherCompany.post(`${path}/stage`, { stage: 'Engaged_Lead', actor: 'eve' }),
    world.otherCompany.post(`${path}/stage/evaluate`),
    world.otherCompany.post('/enrollments', { lead_id: lead.id, stage: 'User', idempotency_key: 'eve' }),
  ]);

  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
  expect((await world.api.get(path)).body).toEqual(lead);
});
