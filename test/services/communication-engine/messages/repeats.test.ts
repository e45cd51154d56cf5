import { aMessage, aTemplate, communicationEngineWorld } from '../../../support/worlds/communication-engine-world';

/** After thirty days: the first answers are gone, the messages are not. */
async function longAfter(...sends: ReturnType<typeof aMessage>[]) {
  const world = await communicationEngineWorld();
  await world.api.post('/templates', aTemplate());
  const { body } = await world.api.post('/messages/send/bulk', { items: sends });
  await world.connection.collection('idempotency').deleteMany({});
  const messages = world.connection.collection('messages');
  const ids: string[] = body.results.map(({ result }: { result: { message: { id: string } } }) => result.message.id);
  return { ...world, ids, messages };
}

test('When a message is repeated after its first answer expired, then it is a duplicate', async () => {
  const message = aMessage();
  const { api, ids, messages } = await longAfter(message);

  for (let repeat = 0; repeat < 2; repeat += 1) {
    const again = await api.post('/messages/send', message);
    expect(again.status).toBe(202);
    expect(again.body).toMatchObject({ result: 'duplicate', message: { id: ids[0] } });
  }
  expect(await messages.countDocuments()).toBe(1);
});

test('When a bulk holds old, recent and new keys, then each message gets its own answer', async () => {
  const [old, known, fresh] = [aMessage(), aMessage(), aMessage()];
  const { api, ids, messages } = await longAfter(old);
  await api.post('/messages/send', known);

  const { body } = await api.post('/messages/send/bulk', { items: [old, known, fresh, fresh] });

  const results = body.results.map(({ result }: { result: { result: string } }) => result.result);
  expect(results).toEqual(['duplicate', 'duplicate', 'accepted', 'duplicate']);
  expect(body.results[0].result.message.id).toBe(ids[0]);
  expect(await messages.countDocuments()).toBe(3);
});

test('When an old key is repeated 20 times at once, then all answers are duplicates', async () => {
  const message = aMessage();
  const { api, ids, messages } = await longAfter(message);

  const answers = await Promise.all(Array.from({ length: 20 }, () => api.post('/messages/send', message)));

  for (const { body } of answers) expect(body).toMatchObject({ result: 'duplicate', message: { id: ids[0] } });
  expect(await messages.countDocuments()).toBe(1);
});

test('When a key is used again for another lead or product, then the answer is 409', async () => {
  const message = aMessage();
  const { api, messages } = await longAfter(message);
  const { idempotency_key } = message;
  const another = await api.post('/messages/send', aMessage({ idempotency_key }));
  const { body } = await api.post('/messages/send/bulk', {
    items: [message, { ...message, product_id: 'other' }, { ...message, template_id: 'other' }],
  });

  expect(another.status).toBe(409);
  expect(another.body).toMatchObject({ error_code: 'IDEMPOTENCY_KEY_TAKEN', details: { idempotency_key } });
  expect(body.results).toMatchObject([
    { result: { result: 'duplicate' } },
    { error: { error_code: 'IDEMPOTENCY_KEY_TAKEN' } },
    { error: { error_code: 'NOT_FOUND' } },
  ]);
  expect(await messages.countDocuments()).toBe(1);
});
