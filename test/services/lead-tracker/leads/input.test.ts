import { aLead } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
});

test.each([
  [{ timezone: 'Mars/Phobos' }, 'timezone'],
  [{ contact_info: { email: 'odd@acme.example', phone: 'abcde' } }, 'contact_info.phone'],
  [{ contact_info: { email: 'odd@acme.example', phone: '+49 12' } }, 'contact_info.phone'],
])('When a lead has %j, then it is refused and the answer names the field', async (overrides, field) => {
  const { status, body } = await world.api.post('/leads', aLead(overrides));

  expect([status, body.details.fields[0].field]).toEqual([422, field]);
});

test.each(['(+44) 20 7946-0123', '030.123/456', '+1 (212) 555-0100 ext. 12', '12345'])(
  'When a phone is written %s, then it is accepted',
  async (phone) => {
    await world.api.post('/leads', aLead({ timezone: 'Asia/Kolkata', contact_info: { phone } })).expect(201);
  },
);
