import { anEvent, aProduct } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';
import { nurturing } from '../../../support/worlds/nurturing';

const HOUR = 3_600_000;

let world: LeadTrackerWorld;
let given: ReturnType<typeof nurturing>;
beforeAll(async () => {
  world = await leadTrackerWorld({ workers: true });
  given = nurturing(world);
  await world.api.put('/products/analytics', aProduct());
});

test('When a step is reported, then the next step is due after its delay, or the sequence is completed', async () => {
  const lead_id = await given.engagedLead();
  const { enrollment } = await given.enroll(lead_id);
  await given.due(lead_id, 1);
  const first = await given.report(enrollment.id, 1);
  expect(first.result).toMatchObject({
    status: 'active',
    next_due_at: new Date(world.clock.now().getTime() + 24 * HOUR).toISOString(),
  });
  const repeated = await given.report(enrollment.id, 1, 'failed');
  expect(repeated.result).toEqual(first.result);

  world.clock.pass(24 * HOUR);
  expect((await given.due(lead_id, 2))[1]).toMatchObject({ template_id: 'tips', step_index: 1 });
  const last = await given.report(enrollment.id, 2, 'failed');
  expect(last.result).toMatchObject({ status: 'completed', next_due_at: null });
  expect(await given.domainEventsOf(lead_id, 'enrollment.completed')).toHaveLength(1);
});

test('When a step is not reported, then no further step becomes due', async () => {
  const lead_id = await given.engagedLead();
  await given.enroll(lead_id);
  await given.due(lead_id, 1);
  world.clock.pass(1_000 * HOUR);
  await new Promise((resolve) => setTimeout(resolve, 800));

  expect(await given.domainEventsOf(lead_id, 'step.due')).toHaveLength(1);
});

test('When the lead unsubscribes, then it leaves its sequence, and a late report stores only the outcome', async () => {
  const lead_id = await given.engagedLead();
  const { enrollment } = await given.enroll(lead_id);
  await given.due(lead_id, 1);
  await world.api.post(`/leads/${lead_id}/events`, anEvent({ event_type: 'unsubscribed' }));
  const late = await given.report(enrollment.id, 1);

  expect(late.result).toMatchObject({
    status: 'exited',
    exit_reason: 'unsubscribed',
    next_due_at: null,
    steps: [{ outcome: 'accepted' }],
  });
  expect(await given.domainEventsOf(lead_id, 'enrollment.exited')).toHaveLength(1);
});

test('When a sequence gets a new version, then enrolled leads stay on the old version', async () => {
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
  const lead_id = await given.engagedLead('pinned');
  const { enrollment } = await given.enroll(lead_id);
  await given.due(lead_id, 1);
  await world.api.put('/products/pinned', sequence('new'));
  await given.report(enrollment.id, 1);
  world.clock.pass(HOUR);

  expect((await given.due(lead_id, 2)).map(({ template_id }) => template_id)).toEqual(['old', 'old']);
});

test('When a step fails without a message, then one dead letter is created; with a message, none', async () => {
  const lead_id = await given.engagedLead();
  const { enrollment } = await given.enroll(lead_id);
  await given.due(lead_id, 1);
  const failed = { enrollment_id: enrollment.id, step_number: 1, outcome: 'failed' };
  await world.api.post('/enrollments/steps/bulk', { items: [failed] }).expect(200);
  await world.api.post('/enrollments/steps/bulk', { items: [failed] }).expect(200);
  const other = await given.engagedLead();
  const { enrollment: otherEnrollment } = await given.enroll(other);
  await given.due(other, 1);
  await given.report(otherEnrollment.id, 1, 'failed');

  const { body } = await world.api.get('/dead-letters?kind=step');
  const ofThese = body.items.filter(({ origin }: { origin: string }) =>
    [enrollment.id, otherEnrollment.id].includes(origin),
  );
  expect(ofThese).toMatchObject([
    {
      origin: enrollment.id,
      reason: 'step 1 of analytics-Engaged-Lead failed before there was a message (template welcome)',
      payload: { lead_id, product_id: 'analytics', step_number: 1, channel: 'email', template_id: 'welcome' },
    },
  ]);
  expect((await world.otherCompany.get('/dead-letters?kind=step')).body.items).toEqual([]);
});
