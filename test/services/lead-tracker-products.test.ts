import { leadTrackerWorld, type LeadTrackerWorld } from '../support/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
});

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
