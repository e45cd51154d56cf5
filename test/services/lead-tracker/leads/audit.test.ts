import { aLead, aLogin, aProduct } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
  await world.api.put('/products/analytics', aProduct());
});

const updatesOf = async (lead_id: string) => {
  const entries = await world.connection.collection('audit').find({ lead_id, action: 'lead.updated' }).toArray();
  return entries.map(({ details }) => details.fields as string[]);
};

const contact_info = { email: 'audited@acme.example', phone: '+49 30 123456' };
const overrides = {
  name: 'Ada',
  contact_info,
  tags: ['a'],
  demographics: { job_title: 'CTO' },
  temperature: 'hot' as const,
};

test('When a lead is merged, then the audit says what changed', async () => {
  const lead = await world.created({ contact_info: { email: contact_info.email } });
  const { body } = await world.api.post('/leads', aLead(overrides));

  expect(body).toMatchObject({ result: 'updated', lead: { id: lead.id, version: 2 } });
  expect(await updatesOf(lead.id)).toEqual([['demographics', 'name', 'phone', 'tags', 'temperature']]);
});

test('When a login changes a field of its lead, then the audit names the field, and only then', async () => {
  const login = (name: string) => aLogin({ user: { crm_user_id: 'renamed', name } });
  const { body } = await world.api.post('/ingestion/logins', {
    source: 'crm',
    cursor: { from: null, to: 'c' },
    records: [login('Ada'), login('Ada'), login('Grace')],
  });

  expect(await updatesOf(body.results[0].lead_id)).toEqual([['name']]);
});

test.each([
  ['put', (id: string) => world.api.put(`/leads/${id}`, { ...overrides, contact_info: { phone: '+49 30 99' } })],
  [
    'post',
    () =>
      world.api.post('/leads', aLead({ ...overrides, contact_info: { ...contact_info, email: 'post@acme.example' } })),
  ],
])('When a %s changes nothing, then version and audit stay as they are', async (what, publish) => {
  const lead = await world.created({ contact_info: { email: `${what}@acme.example` } });
  const first = await publish(lead.id);
  world.clock.pass(1_000);
  const again = await publish(lead.id);
  const after = again.body.lead ?? again.body;

  expect([first.status, again.status]).toEqual([200, 200]);
  expect(after).toEqual(first.body.lead ?? first.body);
  expect(after).toMatchObject({ name: 'Ada', tags: ['a'], version: 2 });
  expect(await updatesOf(lead.id)).toHaveLength(1);
});

test('When a put adds a phone to a person known only by a phone, then both phones identify the person', async () => {
  const lead = await world.created({ contact_info: { phone: '+49 30 7654321' } });
  await world.api.put(`/leads/${lead.id}`, { contact_info: { phone: '+49 30 7654322' } });
  const { body } = await world.api.post('/leads', aLead({ contact_info: { phone: '+49307654322' } }));

  expect(body).toMatchObject({ result: 'updated', lead: { id: lead.id } });
});
