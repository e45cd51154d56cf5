import { aLead, anEvent, aProduct } from '../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../support/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
  await world.api.put('/products/analytics', aProduct());
});

const created = async (told: Parameters<typeof aLead>[0] = {}) => {
  const { body } = await world.api.post('/leads', aLead(told));
  return body.lead;
};

describe('leads', () => {
  test('When a lead is posted, then it is created with its person and read back whole', async () => {
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
    const lead = await created({ contact_info: { email: 'merge@acme.example' }, tags: ['a'] });
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

  test('When a keyed lead is posted again, then the first answer comes back and nothing changes', async () => {
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

  test('When nothing says who the person is, then it is refused', async () => {
    const { status, body } = await world.api.post('/leads', { product_id: 'analytics', name: 'Nobody' });

    expect(status).toBe(422);
    expect(body.details.fields).toEqual([{ field: 'contact_info', message: expect.stringContaining('is required') }]);
  });

  test('When a lead is updated, then told fields change, the rest stays, and the audit says which', async () => {
    const lead = await created({ name: 'Before', tags: ['old'] });
    const { status, body } = await world.api.put(`/leads/${String(lead.id)}`, {
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
    expect(audit?.['details']).toEqual({ fields: ['name', 'tags', 'temperature'] });
  });

  test('When an update takes an address that is another person’s, then it is refused and nothing changes', async () => {
    await created({ contact_info: { email: 'taken@acme.example' } });
    const lead = await created();
    const { status, body } = await world.api.put(`/leads/${String(lead.id)}`, {
      contact_info: { email: 'taken@acme.example' },
    });

    expect([status, body.error_code]).toEqual([409, 'IDENTITY_TAKEN']);
    expect((await world.api.get(`/leads/${String(lead.id)}`)).body).toEqual(lead);
  });

  test('When one of a bulk is wrong about its person, then the others are saved and the answers keep their order', async () => {
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

  test('When a lead is another company’s, then it is not there', async () => {
    const lead = await created();
    const path = `/leads/${String(lead.id)}`;
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
});

describe('events and scores', () => {
  test('When events are recorded, then each adds its points and the ledger explains the score', async () => {
    const lead = await created();
    const opened = await world.api.post(`/leads/${String(lead.id)}/events`, anEvent());
    await world.api.post(`/leads/${String(lead.id)}/events`, anEvent({ event_type: 'email_click' }));
    await world.api.post(`/leads/${String(lead.id)}/events`, anEvent({ event_type: 'bounced' }));
    const { body } = await world.api.get(`/leads/${String(lead.id)}/score`);

    expect([opened.status, opened.body]).toMatchObject([
      201,
      { result: 'created', engagement_score: 2, event: { score_impact: 2 } },
    ]);
    expect(body.engagement_score).toBe(7);
    expect(
      body.latest_entries.map(({ points, reason }: { points: number; reason: string }) => [points, reason]),
    ).toEqual([
      [5, 'email_click'],
      [2, 'email_open'],
    ]);
  });

  test('When an event is repeated, also all at once, then it counts once and every answer is the first', async () => {
    const lead = await created();
    const event = anEvent();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => world.api.post(`/leads/${String(lead.id)}/events`, event)),
    );

    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await world.api.get(`/leads/${String(lead.id)}/score`)).body.engagement_score).toBe(2);
  });

  test('When many different events of one lead race, then none is lost', async () => {
    const lead = await created();
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => world.api.post(`/leads/${String(lead.id)}/events`, anEvent())),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const { body } = await world.api.get(`/leads/${String(lead.id)}`);
    expect([body.engagement_score, body.version]).toEqual([50, 26]);
  });

  test('When an event lies in the future, then it is refused; when it is late, it counts', async () => {
    const lead = await created();
    const future = await world.api.post(
      `/leads/${String(lead.id)}/events`,
      anEvent({ timestamp: '2026-03-04T00:00:00Z' }),
    );
    const late = await world.api.post(
      `/leads/${String(lead.id)}/events`,
      anEvent({ timestamp: '2025-03-04T00:00:00Z' }),
    );

    expect([future.status, future.body.details.fields[0].field]).toEqual([422, 'timestamp']);
    expect(late.status).toBe(201);
  });

  test('When a bulk names an unknown lead, then that item fails and the others count', async () => {
    const lead = await created();
    const { body } = await world.api.post('/leads/events/bulk', {
      items: [anEvent(), anEvent()].map((event, n) => ({ ...event, lead_id: n === 0 ? 'nobody' : lead.id })),
    });

    expect(body.results[0]).toMatchObject({ outcome: 'failed', error: { error_code: 'NOT_FOUND' } });
    expect(body.results[1]).toMatchObject({ outcome: 'done', result: { engagement_score: 2 } });
  });

  test('When features are used, then the lead shows them once each, and logins a week', async () => {
    const lead = await created();
    const events = [
      ...['export', 'export', 'alerts'].map((feature) =>
        anEvent({ event_type: 'feature_used', channel: 'product', metadata: { feature } }),
      ),
      ...Array.from({ length: 6 }, () => anEvent({ event_type: 'login', channel: 'product' })),
      anEvent({ event_type: 'login', channel: 'product', timestamp: '2025-12-01T00:00:00Z' }),
    ];
    await world.api.post('/leads/events/bulk', { items: events.map((event) => ({ ...event, lead_id: lead.id })) });
    const { body } = await world.api.get(`/leads/${String(lead.id)}`);

    expect(body.product_context).toMatchObject({
      login_frequency: 1.5,
      feature_usage: expect.arrayContaining(['export', 'alerts']),
    });
    expect(body.product_context.feature_usage).toHaveLength(2);
  });
});

describe('stages', () => {
  const stageOf = async (id: string) => (await world.api.get(`/leads/${id}`)).body.stage;

  test('When a lead would skip a stage, then the move is refused and the lead stays where it was', async () => {
    const lead = await created();
    const { status, body } = await world.api.post(`/leads/${String(lead.id)}/stage`, {
      stage: 'Customer',
      actor: 'ada',
    });

    expect([status, body.error_code, body.details]).toEqual([409, 'STAGE_REFUSED', { from: 'User', to: 'Customer' }]);
    expect((await world.api.get(`/leads/${String(lead.id)}`)).body).toEqual(lead);
  });

  test('When a lead goes back, then it needs a reason, and the audit keeps it', async () => {
    const lead = await created();
    const move = (body: object) => world.api.post(`/leads/${String(lead.id)}/stage`, { actor: 'ada', ...body });
    await move({ stage: 'Engaged_Lead' });
    const refused = await move({ stage: 'User' });
    const allowed = await move({ stage: 'User', rollback_reason: 'a scanner clicked' });

    expect([refused.status, allowed.status, allowed.body.stage]).toEqual([409, 200, 'User']);
    const audit = await world.connection.collection('audit').findOne({ lead_id: lead.id, action: 'stage.rolled_back' });
    expect(audit).toMatchObject({
      actor: 'ada',
      details: { from: 'Engaged_Lead', to: 'User', reason: 'a scanner clicked' },
    });
  });

  test('When two move a lead at once, then one wins and the other is refused', async () => {
    const lead = await created();
    const answers = await Promise.all(
      ['ada', 'bob'].map((actor) =>
        world.api.post(`/leads/${String(lead.id)}/stage`, { stage: 'Engaged_Lead', actor }),
      ),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await world.connection.collection('audit').countDocuments({ lead_id: lead.id, action: 'stage.moved' })).toBe(
      1,
    );
  });

  test('When a score merits two stages, then evaluation passes through both, each audited and told', async () => {
    const lead = await created();
    await world.api.post('/leads/events/bulk', {
      items: Array.from({ length: 6 }, () => ({
        ...anEvent({ event_type: 'login', channel: 'product' }),
        lead_id: lead.id,
      })),
    });
    const { body } = await world.api.post(`/leads/${String(lead.id)}/stage/evaluate`);
    const again = await world.api.post(`/leads/${String(lead.id)}/stage/evaluate`);

    expect(body).toMatchObject({ from: 'User', to: 'Qualified_Lead', passed: ['Engaged_Lead', 'Qualified_Lead'] });
    expect(again.body.passed).toEqual([]);
    expect(await stageOf(lead.id)).toBe('Qualified_Lead');
    const facts = await world.connection
      .collection('outbox')
      .aggregate([
        { $unwind: '$facts' },
        { $match: { 'facts.type': 'lead.stage_changed', 'facts.data.lead_id': lead.id } },
      ])
      .toArray();
    expect(facts.map((fact) => [fact['facts'].data.from, fact['facts'].data.to, fact['facts'].lead_seq])).toEqual([
      ['User', 'Engaged_Lead', 8],
      ['Engaged_Lead', 'Qualified_Lead', 9],
    ]);
  });

  test('When a lead engages with a message, then it is an Engaged_Lead whatever its score', async () => {
    const lead = await created();
    await world.api.post(`/leads/${String(lead.id)}/events`, anEvent());
    const { body } = await world.api.post('/leads/stage/evaluate/bulk', {
      items: [{ lead_id: lead.id }, { lead_id: 'nobody' }],
    });

    expect(body.results[0].result).toMatchObject({ to: 'Engaged_Lead', lead: { engagement_score: 2 } });
    expect(body.results[1].outcome).toBe('failed');
  });

  test('When an event is one of the conversion goals, then the lead ends as a Customer, through every stage', async () => {
    const lead = await created();
    await world.api.post(
      `/leads/${String(lead.id)}/events`,
      anEvent({ event_type: 'conversion', channel: 'product', metadata: { name: 'subscription_started' } }),
    );
    const other = await created();
    await world.api.post(
      `/leads/${String(other.id)}/events`,
      anEvent({ event_type: 'custom', channel: 'product', metadata: { name: 'something_else' } }),
    );

    expect((await world.api.post(`/leads/${String(lead.id)}/stage/evaluate`)).body.passed).toEqual([
      'Engaged_Lead',
      'Qualified_Lead',
      'Customer',
    ]);
    expect((await world.api.post(`/leads/${String(other.id)}/stage/evaluate`)).body.passed).toEqual([]);
  });
});
