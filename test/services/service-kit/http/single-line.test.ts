import { aBatch, aLead, aLogin, aProduct } from '../../../support/builders';
import { aMessage, aTemplate, communicationEngineWorld } from '../../../support/worlds/communication-engine-world';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let tracker: LeadTrackerWorld;
let engine: Awaited<ReturnType<typeof communicationEngineWorld>>;
beforeAll(async () => {
  tracker = await leadTrackerWorld();
  engine = await communicationEngineWorld();
});

const INJECTED = 'Ada\r\nBcc: eve@evil.example';

test.each([['\r'], ['\n'], ['\0'], ['\t'], ['\u001b'], ['\u0085'], ['\u2028']])(
  'When the name of a person holds the control character %j, then 422 names the field',
  async (character) => {
    const { status, body } = await tracker.api.post('/leads', aLead({ name: `Ada${character}Lovelace` }));
    expect([status, body.details.fields]).toMatchObject([422, [{ field: 'name' }]]);
  },
);

test('When a text of one line holds CR and LF, then 422 names the field and nothing is stored', async () => {
  const recipient = { email: 'ada@acme.example', name: INJECTED };
  const answers = [
    [await tracker.api.put('/products/analytics', aProduct({ name: INJECTED })), 'name'],
    [await tracker.api.post('/api-keys', { label: INJECTED, scopes: ['leads:read'] }), 'label'],
    [await tracker.api.post('/leads', aLead({ tags: [INJECTED] })), 'tags.0'],
    [await engine.api.post('/messages/send', aMessage({ recipient })), 'recipient.name'],
    [await engine.api.post('/templates', aTemplate({ name: INJECTED })), 'name'],
  ] as const;
  for (const [{ status, body }, field] of answers)
    expect([status, body.details.fields]).toMatchObject([422, [{ field }]]);
  await tracker.api.get('/products/analytics').expect(404);
});

test('When the name of a person has white space around it, then it is trimmed, line breaks included', async () => {
  expect((await tracker.created({ name: ' Ada Lovelace\r\n' })).name).toBe('Ada Lovelace');
});

test('When a login holds a name of two lines, then it is quarantined and the others are ingested', async () => {
  const batch = aBatch([aLogin({ user: { crm_user_id: 'eve', name: INJECTED } }), aLogin()]);
  const { body } = await tracker.api.post('/ingestion/logins', batch);
  expect(body.counts).toMatchObject({ created: 1, quarantined: 1 });
  expect(body.results[0].reason).toMatch(/^user.name: /);
});

test('When addresses differ in the case of ASCII letters, then they are of one person', async () => {
  const one = await tracker.created({ contact_info: { email: 'Kim.Case@ACME.example' } });
  const two = await tracker.created({ contact_info: { email: ' kim.case@acme.Example ' } });
  expect([two.id, two.contact_info.email]).toEqual([one.id, 'kim.case@acme.example']);
});

test.each(['\u212aim@acme.example', 'İrem@acme.example', 'straße@acme.example', 'kim@bücher.example'])(
  'When the address is %s, then it is refused and no other person has it',
  async (email) => {
    const { status, body } = await tracker.api.post('/leads', aLead({ contact_info: { email } }));
    expect([status, body.details.fields]).toMatchObject([422, [{ field: 'contact_info.email' }]]);
  },
);
