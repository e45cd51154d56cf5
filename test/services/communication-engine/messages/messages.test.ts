import { aMessage, aTemplate, communicationEngineWorld } from '../../../support/worlds/communication-engine-world';

async function worldWithTemplate(overrides: Parameters<typeof aTemplate>[0] = {}) {
  const world = await communicationEngineWorld();
  await world.api.post('/templates', aTemplate(overrides));
  return world;
}

const stored = ({ connection }: Awaited<ReturnType<typeof worldWithTemplate>>) =>
  connection.collection('messages').find().toArray();

test('When a message is accepted, then it is queued with its rendered content', async () => {
  const world = await worldWithTemplate();
  const message = aMessage({ recipient: { email: ' Ada@Acme.example ', name: 'Ada' } });

  const answer = await world.api.post('/messages/send', message);

  expect(answer.status).toBe(202);
  expect(answer.body).toMatchObject({
    result: 'accepted',
    message: { status: 'queued', lead_id: message.lead_id, template_version: 1, attempts: 0, reason: null },
  });
  expect(JSON.stringify(answer.body)).not.toContain('acme.example');
  const [document] = await stored(world);
  expect(document).toMatchObject({ recipient: { email: 'ada@acme.example' }, content: { subject: 'Welcome, Ada' } });
  expect(document?.content.links).toEqual(['https://acme.example/start?a=1&b=2']);
  const read = await world.api.get(`/messages/${answer.body.message.id as string}/status`);
  expect(read.body).toEqual(answer.body.message);
});

test('When a template changes, then accepted messages keep their content', async () => {
  const world = await worldWithTemplate();
  await world.api.post('/messages/send', aMessage());
  await world.api.post('/templates', aTemplate({ subject: 'Something else' }));
  await world.api.post('/messages/send', aMessage());

  const messages = await stored(world);
  expect(messages.map(({ content, template_version }) => [template_version, content.subject])).toEqual([
    [1, 'Welcome, Ada'],
    [2, 'Something else'],
  ]);
});

test('When a key is repeated, then the first answer is returned and there is one message', async () => {
  const world = await worldWithTemplate();
  const message = aMessage();

  const first = await world.api.post('/messages/send', message);
  const again = await world.api.post('/messages/send', { ...message, variables: { lead: { first_name: 'Grace' } } });

  expect(again.status).toBe(202);
  expect(again.body).toEqual({ result: 'duplicate', message: first.body.message });
  expect(await stored(world)).toHaveLength(1);
});

test('When the same message is sent 20 times at once, then there is one message', async () => {
  const world = await worldWithTemplate();
  const message = aMessage();

  const answers = await Promise.all(Array.from({ length: 20 }, () => world.api.post('/messages/send', message)));

  expect(answers.map(({ body }) => body.result).sort()).toEqual(['accepted', ...Array(19).fill('duplicate')]);
  expect(new Set(answers.map(({ body }) => body.message.id)).size).toBe(1);
  expect(await stored(world)).toHaveLength(1);
});

test('When another company uses the same key, then that is a separate message', async () => {
  const world = await worldWithTemplate();
  await world.otherCompany.post('/templates', aTemplate());
  const message = aMessage();

  await world.api.post('/messages/send', message);
  const theirs = await world.otherCompany.post('/messages/send', message);

  expect(theirs.body.result).toBe('accepted');
  expect(await stored(world)).toHaveLength(2);
});

test('When a variable has no value and no default, then the message fails with a dead letter', async () => {
  const world = await worldWithTemplate();

  const answer = await world.api.post('/messages/send', aMessage({ variables: { lead: {} } }));

  expect(answer.status).toBe(202);
  const { id } = answer.body.message;
  expect(answer.body.message).toMatchObject({ status: 'failed', reason: 'undefined variable: lead.name' });
  const letters = await world.api.get('/dead-letters?kind=message');
  expect(letters.body.items).toMatchObject([{ origin: id, reason: 'undefined variable: lead.name' }]);
  expect(await world.domainEvents()).toMatchObject([{ type: 'message.failed', data: { message_id: id } }]);
});

test('When the template has defaults, then they are used for variables that the message lacks', async () => {
  const world = await worldWithTemplate({ defaults: { lead: { name: 'there' } } });

  await world.api.post('/messages/send', aMessage({ variables: {} }));
  await world.api.post('/messages/send', aMessage({ variables: { lead: { name: 'Grace' } } }));

  expect((await stored(world)).map(({ content }) => content.subject)).toEqual(['Welcome, there', 'Welcome, Grace']);
});

test('When a bulk holds valid and invalid messages, then each is answered in order', async () => {
  const world = await worldWithTemplate();
  const good = aMessage();
  const items = [
    good,
    aMessage({ template_id: 'missing' }),
    aMessage({ channel: 'whatsapp', recipient: { phone: '+4915112345678' } }),
    good,
    aMessage(),
  ];

  const answer = await world.api.post('/messages/send/bulk', { items });

  expect(answer.body.results).toMatchObject([
    { status: 'done', result: { result: 'accepted' } },
    { status: 'failed', error: { error_code: 'NOT_FOUND', details: { kind: 'template', id: 'missing' } } },
    { status: 'failed', error: { error_code: 'VALIDATION_FAILED', details: { fields: [{ field: 'channel' }] } } },
    { status: 'done', result: { result: 'duplicate' } },
    { status: 'done', result: { result: 'accepted' } },
  ]);
  expect(await stored(world)).toHaveLength(2);
});

test('When a template does not exist, then the answer is 404, and a repeat after its creation works', async () => {
  const { api } = await communicationEngineWorld();
  const message = aMessage();

  const early = await api.post('/messages/send', message);
  await api.post('/templates', aTemplate());
  const late = await api.post('/messages/send', message);

  expect(early.status).toBe(404);
  expect(early.body.details).toEqual({ kind: 'template', id: 'welcome' });
  expect(late.body.result).toBe('accepted');
});
