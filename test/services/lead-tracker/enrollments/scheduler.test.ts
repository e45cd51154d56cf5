import { aLead, aProduct } from '../../../support/builders';
import { eventually } from '../../../support/eventually';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';
import { nurturing } from '../../../support/worlds/nurturing';

const HOUR = 3_600_000;
const product = aProduct({
  nurturing_sequences: (['User', 'Engaged_Lead'] as const).map((stage) => ({
    stage,
    messages: [{ delay_hours: 1, channel: 'email', template_id: 't' }],
  })),
});

let world: LeadTrackerWorld;
let given: ReturnType<typeof nurturing>;
beforeAll(async () => {
  world = await leadTrackerWorld({ workers: true });
  given = nurturing(world);
  for (const api of [world.api, world.otherCompany]) await api.put('/products/analytics', product);
});

/** A lead of each company on its way, due in an hour. */
async function enrolledOf(api: LeadTrackerWorld['api']) {
  const { body } = await api.post('/leads', aLead());
  const lead_id = String(body.lead.id);
  const enrolled = await api.post('/enrollments', { lead_id, stage: 'User', idempotency_key: lead_id });
  return { lead_id, enrollment_id: String(enrolled.body.enrollment.id) };
}

const remove = (collection: string, filter: object) => world.connection.collection(collection).deleteMany(filter);
const change = (enrollment_id: string, fields: object) =>
  world.connection.collection<{ _id: string }>('enrollments').updateOne({ _id: enrollment_id }, { $set: fields });

test.each([
  ['lead', ({ lead_id }: { lead_id: string }) => remove('leads', { _id: lead_id })],
  ['sequence', ({ enrollment_id }: { enrollment_id: string }) => change(enrollment_id, { sequence_version: 99 })],
  ['step', ({ enrollment_id }: { enrollment_id: string }) => change(enrollment_id, { 'steps.0.step_number': 99 })],
])(
  'When the %s of a due enrollment is missing, then that enrollment ends and the others go on',
  async (_what, lose) => {
    const broken = await enrolledOf(world.api);
    const [ours, theirs] = [await enrolledOf(world.api), await enrolledOf(world.otherCompany)];
    await lose(broken);
    world.clock.pass(HOUR);

    await given.due(ours.lead_id, 1);
    await given.due(theirs.lead_id, 1);
    const { body } = await world.api.get(`/enrollments/${broken.enrollment_id}`);
    expect(body).toMatchObject({ status: 'exited', exit_reason: 'data_missing', next_due_at: null });
    expect(await given.domainEventsOf(broken.lead_id, 'enrollment.exited')).toMatchObject([{ reason: 'data_missing' }]);
    expect(await given.domainEventsOf(broken.lead_id, 'step.due')).toEqual([]);
  },
);

test('When enrollments of two companies are due, then one tick publishes all and reads each sequence once', async () => {
  const enrolled = await Promise.all(
    Array.from({ length: 20 }, (_, n) => enrolledOf(n % 2 === 0 ? world.api : world.otherCompany)),
  );
  await world.connection.db?.command({ profile: 2 });
  world.clock.pass(HOUR);
  await eventually(async () => {
    for (const { lead_id } of enrolled) expect(await given.domainEventsOf(lead_id, 'step.due')).toHaveLength(1);
  });
  await world.connection.db?.command({ profile: 0 });

  const finds = await world.connection.collection('system.profile').find({ op: 'query' }).toArray();
  const of = (collection: string) => finds.filter(({ ns }) => String(ns).endsWith(`.${collection}`));
  expect(of('sequences')).toHaveLength(2);
  expect(of('enrollments').filter(({ command, nreturned }) => command.limit > 1 && nreturned > 0)).toHaveLength(1);
});
