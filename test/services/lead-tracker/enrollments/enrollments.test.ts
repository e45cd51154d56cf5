import { anEvent, aProduct } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';
import { nurturing } from '../../../support/worlds/nurturing';

let world: LeadTrackerWorld;
let given: ReturnType<typeof nurturing>;
beforeAll(async () => {
  world = await leadTrackerWorld({ workers: true });
  given = nurturing(world);
  await world.api.put('/products/analytics', aProduct());
});

test('When a lead is enrolled, then its first `step.due` is published once, complete for a workflow', async () => {
  const lead_id = await given.engagedLead();
  const { result, enrollment } = await given.enroll(lead_id);
  const [domainEvent] = await given.due(lead_id, 1);

  expect(result).toBe('enrolled');
  expect(domainEvent).toMatchObject({
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

test('When the lead has left the stage, or there is no sequence, then the answer says so', async () => {
  const lead_id = await given.engagedLead();
  await world.api.put('/products/bare', { name: 'Bare' });
  const bare = await given.engagedLead('bare');

  expect(await given.enroll(lead_id, 'Qualified_Lead')).toEqual({ result: 'stage_passed', enrollment: null });
  expect(await given.enroll(bare)).toEqual({ result: 'no_sequence', enrollment: null });
});

const twoStages = aProduct({
  nurturing_sequences: (['Engaged_Lead', 'Qualified_Lead'] as const).map((stage) => ({
    stage,
    messages: [{ delay_hours: 5, channel: 'email', template_id: 't' }],
  })),
});
const move = (lead_id: string, stage: string, rest: object = {}) =>
  world.api.post(`/leads/${lead_id}/stage`, { stage, actor: 'test', ...rest });
const enrollmentOf = async ({ enrollment }: { enrollment: { id: string } }) =>
  (await world.api.get(`/enrollments/${enrollment.id}`)).body;

test('When the lead enters another stage, then it leaves the sequence of the previous stage', async () => {
  const lead_id = await given.engagedLead();
  const first = await given.enroll(lead_id);
  await move(lead_id, 'Qualified_Lead');

  expect(await enrollmentOf(first)).toMatchObject({ status: 'exited', exit_reason: 'stage_changed' });
  expect(await given.domainEventsOf(lead_id, 'enrollment.exited')).toMatchObject([
    { enrollment_id: first.enrollment.id, reason: 'stage_changed' },
  ]);
  expect(await given.enroll(lead_id, 'Qualified_Lead')).toEqual({ result: 'no_sequence', enrollment: null });
});

test('When a lead goes back to a stage whose sequence it has left, then neither sequence goes on', async () => {
  await world.api.put('/products/two', twoStages);
  const lead_id = await given.engagedLead('two');
  const first = await given.enroll(lead_id);
  await move(lead_id, 'Qualified_Lead');
  const second = await given.enroll(lead_id, 'Qualified_Lead');
  await move(lead_id, 'Engaged_Lead', { rollback_reason: 'a mistake' });
  const again = await world.api.post('/enrollments', { lead_id, stage: 'Engaged_Lead', idempotency_key: 'back' });

  expect(again.body).toMatchObject({ result: 'already_enrolled', enrollment: { id: first.enrollment.id } });
  expect([(await enrollmentOf(first)).status, (await enrollmentOf(second)).status]).toEqual(['exited', 'exited']);
});

test('When a lead is moved during its enrollment, then the next enrollment ends that of the old stage', async () => {
  const lead_id = await given.engagedLead();
  const { enrollment } = await given.enroll(lead_id);
  await move(lead_id, 'Qualified_Lead');
  // As the race leaves it: the enrollment saw the lead before the move, and the move did not see the enrollment.
  await world.connection
    .collection<{ _id: string }>('enrollments')
    .updateOne({ _id: enrollment.id }, { $set: { status: 'active' } });
  await given.enroll(lead_id, 'Qualified_Lead');

  expect(await enrollmentOf({ enrollment })).toMatchObject({ status: 'exited' });
});

const goals = aProduct({ conversion_goals: ['subscription_started', 'form_submit'] });
test.each([
  [{ event_type: 'conversion', metadata: { name: 'subscription_started' } }, 'exited'],
  [{ event_type: 'custom', metadata: { name: 'subscription_started' } }, 'exited'],
  [{ event_type: 'form_submit' }, 'exited'],
  [{ event_type: 'conversion', metadata: { name: 'newsletter' } }, 'active'],
  [{ event_type: 'custom', metadata: { name: 'newsletter' } }, 'active'],
] as const)('When the event is %j, then the enrollment is %s', async (overrides, status) => {
  await world.api.put('/products/goals', goals);
  const lead_id = await given.engagedLead('goals');
  const enrolled = await given.enroll(lead_id);
  await world.api.post(`/leads/${lead_id}/events`, anEvent({ channel: 'product', ...overrides }));

  expect(await enrollmentOf(enrolled)).toMatchObject({
    status,
    exit_reason: status === 'exited' ? 'conversion' : null,
  });
});

test('When a customer converts, then the sequence for customers goes on', async () => {
  await world.api.put(
    '/products/onboarding',
    aProduct({
      nurturing_sequences: [{ stage: 'Customer', messages: [{ delay_hours: 5, channel: 'email', template_id: 't' }] }],
    }),
  );
  const lead_id = await given.engagedLead('onboarding');
  await move(lead_id, 'Qualified_Lead');
  await move(lead_id, 'Customer');
  const enrolled = await given.enroll(lead_id, 'Customer');
  await world.api.post(
    `/leads/${lead_id}/events`,
    anEvent({ event_type: 'conversion', channel: 'product', metadata: { name: 'subscription_started' } }),
  );

  expect(await enrollmentOf(enrolled)).toMatchObject({ status: 'active' });
});
