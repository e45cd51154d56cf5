import { aMessage, aTemplate, communicationEngineWorld } from '../../../support/worlds/communication-engine-world';

async function worldWithTemplate(overrides: Parameters<typeof aTemplate>[0] = {}) {
  const world = await communicationEngineWorld();
  await world.api.post('/templates', aTemplate(overrides));
  return world;
}

const stored = ({ connection }: Awaited<ReturnType<typeof worldWithTemplate>>) =>
  connection.collection('messages').find().toArray();

test('When a message is accepted, then it waits in the queue as it will go out', async () => {
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

test('When the template changes later, then an accepted message goes out as it was', async () => {
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

test('When the same key comes again, then the answer is the first one and there is one message', async () => {
  const world = await worldWithTemplate();
  const message = aMessage();

  const first = await world.api.post('/messages/send', message);
  const again = await world.api.post('/messages/send', { ...message, variables: { lead: { first_name: 'Grace' } } });

  expect(again.status).toBe(202);
  expect(again.body).toEqual({ result: 'duplicate', message: first.body.message });
  expect(await stored(world)).toHaveLength(1);
});

test('When the same message comes twenty times at once, then there is one message', async () => {
  const world = await worldWithTemplate();
  const message = aMessage();

  const answers = await Promise.all(Array.from({ length: 20 }, () => world.api.post('/messages/send', message)));

  expect(answers.map(({ body }) => body.result).sort()).toEqual(['accepted', ...Array(19).fill('duplicate')]);
  expect(new Set(answers.map(({ body }) => body.message.id)).size).toBe(1);
  expect(await stored(world)).toHaveLength(1);
});

test('When another company uses the same key, then it is another message', async () => {
  const world = await worldWithTemplate();
  await world.otherCompany.post('/templates', aTemplate());
  const message = aMessage();

  await world.api.post('/messages/send', message);
  const theirs = await world.otherCompany.post('/messages/send', message);

  expect(theirs.body.result).toBe('accepted');
  expect(await stored(world)).toHaveLength(2);
});

test('When a variable is neither given nor has a default, then the message exists, has failed and is a dead letter', async () => {
  const world = await worldWithTemplate();

  const answer = await world.api.post('/messages/send', aMessage({ variables: { lead: {} } }));

  expect(answer.status).toBe(202);
  const { id } = answer.body.message;
  expect(answer.body.message).toMatchObject({ status: 'failed', reason: 'undefined variable: lead.name' });
  const letters = await world.api.get('/dead-letters?kind=message');
  expect(letters.body.items).toMatchObject([{ origin: id, reason: 'undefined variable: lead.name' }]);
  expect(await world.domainEvents()).toMatchObject([{ type: 'message.failed', data: { message_id: id } }]);
});

test('When the template has default values, then they stand in for what the message does not say', async () => {
  const world = await worldWithTemplate({ defaults: { lead: { name: 'there' } } });

  await world.api.post('/messages/send', aMessage({ variables: {} }));
  await world.api.post('/messages/send', aMessage({ variables: { lead: { name: 'Grace' } } }));

  expect((await stored(world)).map(({ content }) => content.subject)).toEqual(['Welcome, there', 'Welcome, Grace']);
});

test('When a batch holds good and bad messages, then each is answered for itself and in its place', async () => {
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

test('When a message names a template that is not there, then it is 404 and may come again once it is', async () => {
  const { api } = await communicationEngineWorld();
  const message = aMessage();

  const early = await api.post('/messages/send', message);
  await api.post('/templates', aTemplate());
  const late = await api.post('/messages/send', message);

  expect(early.status).toBe(404);
  expect(early.body.details).toEqual({ kind: 'template', id: 'welcome' });
  expect(late.body.result).toBe('accepted');
});
