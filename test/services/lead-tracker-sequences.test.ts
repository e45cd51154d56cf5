import { aLead, anEvent, aProduct } from '../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../support/lead-tracker-world';
import { eventually } from '../support/eventually';

const HOUR = 3_600_000;

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld({ workers: true });
  await world.api.put('/products/analytics', aProduct());
});

const engagedLead = async (product_id = 'analytics') => {
  const { body } = await world.api.post('/leads', aLead({ product_id, name: 'Ada Lovelace' }));
  await world.api.post(`/leads/${String(body.lead.id)}/stage`, { stage: 'Engaged_Lead', actor: 'test' });
  return String(body.lead.id);
};

const enroll = async (lead_id: string, stage = 'Engaged_Lead') =>
  (await world.api.post('/enrollments', { lead_id, stage, idempotency_key: `enroll-${lead_id}-${stage}` })).body;

const factsOf = async (lead_id: string, type: string) => {
  const found = await world.connection
    .collection('outbox')
    .aggregate([{ $unwind: '$facts' }, { $match: { 'facts.type': type, 'facts.data.lead_id': lead_id } }])
    .toArray();
  return found.map((document) => document['facts'].data);
};

const due = (lead_id: string, count: number) =>
  eventually(async () => {
    const facts = await factsOf(lead_id, 'step.due');
    expect(facts).toHaveLength(count);
    return facts;
  });

const report = async (enrollment_id: string, step_number: number, outcome = 'accepted') =>
  (
    await world.api.post('/enrollments/steps/bulk', {
      items: [{ enrollment_id, step_number, outcome, message_id: 'm1' }],
    })
  ).body.results[0];

describe('products', () => {
  test('When a product is saved, then it reads back with every default said', async () => {
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

  test('When a sequence changes, then it is a new version; the same again is not; a dropped one is gone', async () => {
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
});

describe('enrollment', () => {
  test('When a lead is enrolled, then its first step is told with all a workflow needs, once', async () => {
    const lead_id = await engagedLead();
    const { result, enrollment } = await enroll(lead_id);
    const [fact] = await due(lead_id, 1);

    expect(result).toBe('enrolled');
    expect(fact).toMatchObject({
      sequence: {
        enrollment_id: enrollment.id,
        sequence_code: 'analytics-Engaged-Lead',
        sequence_version: 1,
        step_number: 1,
      },
      step_index: 0,
      channel: 'email',
      template_id: 'welcome',
      recipient: { email: expect.stringContaining('@acme.example'), name: 'Ada Lovelace' },
      variables: { lead: { first_name: 'Ada' }, product: { name: 'Analytics' } },
    });
  });

  test('When enrolling is repeated or raced, then there is one enrollment and one first step', async () => {
    const lead_id = await engagedLead();
    const answers = await Promise.all(Array.from({ length: 10 }, () => enroll(lead_id)));
    const other = await world.api.post('/enrollments', {
      lead_id,
      stage: 'Engaged_Lead',
      idempotency_key: 'another-key',
    });

    expect(new Set(answers.map(({ enrollment }) => enrollment.id)).size).toBe(1);
    expect(other.body).toMatchObject({ result: 'already_enrolled', enrollment: { id: answers[0].enrollment.id } });
    await due(lead_id, 1);
  });

  test('When the lead has left the stage, or there is no sequence, then it says so', async () => {
    const lead_id = await engagedLead();
    await world.api.put('/products/bare', { name: 'Bare' });
    const bare = await engagedLead('bare');

    expect(await enroll(lead_id, 'Qualified_Lead')).toEqual({ result: 'stage_passed', enrollment: null });
    expect(await enroll(bare)).toEqual({ result: 'no_sequence', enrollment: null });
  });

  test('When a step is reported, then the next is due its delay later; after the last the sequence is completed', async () => {
    const lead_id = await engagedLead();
    const { enrollment } = await enroll(lead_id);
    await due(lead_id, 1);
    const first = await report(enrollment.id, 1);
    expect(first.result).toMatchObject({
      status: 'active',
      next_due_at: new Date(world.clock.now().getTime() + 24 * HOUR).toISOString(),
    });
    const repeated = await report(enrollment.id, 1, 'failed');
    expect(repeated.result).toEqual(first.result);

    world.clock.pass(24 * HOUR);
    expect((await due(lead_id, 2))[1]).toMatchObject({ template_id: 'tips', step_index: 1 });
    const last = await report(enrollment.id, 2, 'failed');
    expect(last.result).toMatchObject({ status: 'completed', next_due_at: null });
    expect(await factsOf(lead_id, 'enrollment.completed')).toHaveLength(1);
  });

  test('When a step is not reported, then nothing more is sent, however long it takes', async () => {
    const lead_id = await engagedLead();
    await enroll(lead_id);
    await due(lead_id, 1);
    world.clock.pass(1_000 * HOUR);
    await new Promise((resolve) => setTimeout(resolve, 800));

    expect(await factsOf(lead_id, 'step.due')).toHaveLength(1);
  });

  test('When the lead unsubscribes, then it leaves its sequence and a late report changes nothing but its outcome', async () => {
    const lead_id = await engagedLead();
    const { enrollment } = await enroll(lead_id);
    await due(lead_id, 1);
    await world.api.post(`/leads/${lead_id}/events`, anEvent({ event_type: 'unsubscribed' }));
    const late = await report(enrollment.id, 1);

    expect(late.result).toMatchObject({
      status: 'exited',
      exit_reason: 'unsubscribed',
      next_due_at: null,
      steps: [{ outcome: 'accepted' }],
    });
    expect(await factsOf(lead_id, 'enrollment.exited')).toHaveLength(1);
  });

  test('When the lead enters the next stage’s sequence, then it leaves the one before', async () => {
    await world.api.put(
      '/products/two',
      aProduct({
        nurturing_sequences: (['Engaged_Lead', 'Qualified_Lead'] as const).map((stage) => ({
          stage,
          messages: [{ delay_hours: 5, channel: 'email', template_id: 't' }],
        })),
      }),
    );
    const lead_id = await engagedLead('two');
    const first = await enroll(lead_id);
    await world.api.post(`/leads/${lead_id}/stage`, { stage: 'Qualified_Lead', actor: 'test' });
    await enroll(lead_id, 'Qualified_Lead');

    const { body } = await world.api.get(`/enrollments/${String(first.enrollment.id)}`);
    expect(body).toMatchObject({ status: 'exited', exit_reason: 'stage_changed' });
  });

  test('When a sequence gets a new version, then who is enrolled stays on the old one', async () => {
    const sequence = (template_id: string) =>
      aProduct({
        nurturing_sequences: [
          {
            stage: 'Engaged_Lead',
            messages: [
              { delay_hours: 0, channel: 'email', template_id },
              { delay_hours: 1, channel: 'email', template_id },
            ],
          },
        ],
      });
    await world.api.put('/products/pinned', sequence('old'));
    const lead_id = await engagedLead('pinned');
    const { enrollment } = await enroll(lead_id);
    await due(lead_id, 1);
    await world.api.put('/products/pinned', sequence('new'));
    await report(enrollment.id, 1);
    world.clock.pass(HOUR);

    expect((await due(lead_id, 2)).map(({ template_id }) => template_id)).toEqual(['old', 'old']);
  });
});
