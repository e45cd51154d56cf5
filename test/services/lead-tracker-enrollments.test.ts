import { aProduct } from '../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../support/lead-tracker-world';
import { nurturing } from '../support/nurturing';

let world: LeadTrackerWorld;
let given: ReturnType<typeof nurturing>;
beforeAll(async () => {
  world = await leadTrackerWorld({ workers: true });
  given = nurturing(world);
  await world.api.put('/products/analytics', aProduct());
});

test('When a lead is enrolled, then its first step is told with all a workflow needs, once', async () => {
  const lead_id = await given.engagedLead();
  const { result, enrollment } = await given.enroll(lead_id);
  const [fact] = await given.due(lead_id, 1);

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
  const lead_id = await given.engagedLead();
  const answers = await Promise.all(Array.from({ length: 10 }, () => given.enroll(lead_id)));
  const other = await world.api.post('/enrollments', {
    lead_id,
    stage: 'Engaged_Lead',
    idempotency_key: 'another-key',
  });

  expect(new Set(answers.map(({ enrollment }) => enrollment.id)).size).toBe(1);
  expect(other.body).toMatchObject({ result: 'already_enrolled', enrollment: { id: answers[0].enrollment.id } });
  await given.due(lead_id, 1);
});

test('When the lead has left the stage, or there is no sequence, then it says so', async () => {
  const lead_id = await given.engagedLead();
  await world.api.put('/products/bare', { name: 'Bare' });
  const bare = await given.engagedLead('bare');

  expect(await given.enroll(lead_id, 'Qualified_Lead')).toEqual({ result: 'stage_passed', enrollment: null });
  expect(await given.enroll(bare)).toEqual({ result: 'no_sequence', enrollment: null });
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
  const lead_id = await given.engagedLead('two');
  const first = await given.enroll(lead_id);
  await world.api.post(`/leads/${lead_id}/stage`, { stage: 'Qualified_Lead', actor: 'test' });
  await given.enroll(lead_id, 'Qualified_Lead');

  const { body } = await world.api.get(`/enrollments/${String(first.enrollment.id)}`);
  expect(body).toMatchObject({ status: 'exited', exit_reason: 'stage_changed' });
});
