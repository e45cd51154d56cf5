import { aMessage, aTemplate, communicationEngineWorld } from '../../../support/worlds/communication-engine-world';

let world: Awaited<ReturnType<typeof communicationEngineWorld>>;
beforeAll(async () => {
  world = await communicationEngineWorld();
  await world.api.post('/templates', aTemplate());
});

test.each([
  [{ recipient: { name: 'Ada' } }, 'recipient.email'],
  [{ recipient: { email: 'not an address' } }, 'recipient.email'],
  [{ idempotency_key: '' }, 'idempotency_key'],
  [{ channel: 'chatbot' }, 'channel'],
  [{ lead_id: undefined }, 'lead_id'],
  [{ subject: 'mine' }, 'subject'],
])('When a message is sent with %j, then the answer names the field', async (wrong, field) => {
  const answer = await world.api.post('/messages/send', { ...aMessage(), ...wrong });

  expect(answer.status).toBe(422);
  expect(answer.body.details.fields.map((named: { field: string }) => named.field)).toContain(field);
});

test.each([
  [{ subject: undefined }, 'subject'],
  [{ html: undefined }, 'text'],
  [{ template_id: 'no spaces please' }, 'template_id'],
  [{ channel: 'whatsapp' as const }, 'channel'],
  [{ colour: 'red' }, 'colour'],
])('When a template is sent with %j, then the answer names the field', async (wrong, field) => {
  const answer = await world.api.post('/templates', { ...aTemplate(), ...wrong });

  expect(answer.status).toBe(422);
  expect(answer.body.details.fields.map((named: { field: string }) => named.field)).toContain(field);
});

test('When subject, html and text of a template exceed 256 kB together, then it is refused', async () => {
  const answer = await world.api.post('/templates', aTemplate({ html: 'é'.repeat(100_000), text: 'x'.repeat(70_000) }));

  expect(answer.status).toBe(422);
  expect(answer.body.details.fields).toEqual([
    { field: 'html', message: 'subject, html and text together exceed 256 kB' },
  ]);
});

test('When another company, a wrong key or a key without scope asks, then nothing is shown or done', async () => {
  const accepted = await world.api.post('/messages/send', aMessage());
  const path = `/messages/${accepted.body.message.id as string}/status`;
  const reader = await world.apiWith(['messages:read']);

  expect((await world.otherCompany.get(path)).status).toBe(404);
  expect((await world.otherCompany.post('/messages/send', aMessage())).status).toBe(404);
  expect((await world.public.get(path)).status).toBe(401);
  expect((await reader.get(path)).status).toBe(200);
  expect((await reader.post('/messages/send', aMessage())).status).toBe(403);
  expect((await reader.get('/templates/welcome')).status).toBe(403);
  expect(await world.connection.collection('messages').countDocuments()).toBe(1);
});

test('When the OpenAPI document is read, then it has every route and public page', async () => {
  const { body } = await world.operations.get('/openapi.json');

  expect(Object.keys(body.paths).sort()).toEqual([
    '/api-keys',
    '/api-keys/{id}',
    '/dead-letters',
    '/dead-letters/{id}',
    '/engagement/{lead_id}',
    '/health',
    '/messages/send',
    '/messages/send/bulk',
    '/messages/{id}/status',
    '/metrics',
    '/ready',
    '/t/c/{token}',
    '/t/o/{token}',
    '/templates',
    '/templates/{id}',
    '/unsubscribe/{token}',
    '/webhook-subscriptions',
    '/webhook-subscriptions/{id}',
  ]);
});
