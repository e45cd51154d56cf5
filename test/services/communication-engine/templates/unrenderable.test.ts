import { aMessage, aTemplate, communicationEngineWorld } from '../../../support/worlds/communication-engine-world';

test('When one message of a bulk cannot be rendered, then only that one fails, with a dead letter', async () => {
  const { api } = await communicationEngineWorld();
  await api.post('/templates', aTemplate());
  await api.post('/templates', aTemplate({ template_id: 'deep', html: '<div>'.repeat(9_000) }));

  const items = [aMessage(), aMessage({ template_id: 'deep' }), aMessage()];
  const { status, body } = await api.post('/messages/send/bulk', { items });

  expect(status).toBe(202);
  const messages = body.results.map(({ result }: { result: { message: unknown } }) => result.message);
  expect(messages).toMatchObject([{ status: 'queued' }, { status: 'failed' }, { status: 'queued' }]);
  expect((await api.get('/dead-letters?kind=message')).body.items).toMatchObject([
    { origin: messages[1].id, reason: 'rendering failed with RangeError' },
  ]);
});

test('When a bulk takes long to render, then other requests are answered meanwhile', async () => {
  const { api, public: web } = await communicationEngineWorld();
  const html = '{% for i in (1..1000) %}{% for j in (1..1000) %}{% endfor %}{% endfor %}';
  await api.post('/templates', aTemplate({ template_id: 'slow', html: html }));

  const begun = performance.now();
  const items = Array.from({ length: 20 }, () => aMessage({ template_id: 'slow' }));
  const bulk = api.post('/messages/send/bulk', { items }).then(() => performance.now() - begun);
  const health = web.get('/health').then(() => performance.now() - begun);

  expect(await health).toBeLessThan((await bulk) / 2);
});
