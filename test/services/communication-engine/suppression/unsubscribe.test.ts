import { sentWorld } from '../../../support/worlds/communication-engine-sending';
import { aMessage, communicationEngineWorld, providerDouble } from '../../../support/worlds/communication-engine-world';
import { eventually } from '../../../support/eventually';

test('When the unsubscribe page is loaded, then nothing changes, and the address is masked', async () => {
  const { public: web, send, engagementEvents, connection } = await sentWorld();
  const { unsubscribe } = await send({ recipient: { email: 'ada.lovelace@example.com' } });

  const { status, text, headers } = await web.get(unsubscribe);

  expect(status).toBe(200);
  expect(text).toMatch(/<form method="post"><button type="submit">Unsubscribe<\/button><\/form>/);
  expect(text).toContain('a•••@example.com');
  expect(text).not.toContain('ada.lovelace');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(await engagementEvents()).toEqual([]);
  expect(await connection.collection('suppressions').countDocuments()).toBe(0);
});

test('When a person unsubscribes by button or one click, then one event tells it, and messages stop', async () => {
  const { public: web, api, send, engagementEvents, provider } = await sentWorld();
  const recipient = { email: 'ada@example.com' };
  const { id, lead, unsubscribe } = await send({ recipient });
  const sentBefore = provider.submitted.length;

  const oneClick = await web.post(unsubscribe).type('form').send('List-Unsubscribe=One-Click');
  const button = await web.post(unsubscribe);
  const later = await api.post('/messages/send', aMessage({ recipient: { email: ' ADA@example.com' }, lead_id: lead }));

  expect([oneClick.status, button.status]).toEqual([200, 200]);
  expect(oneClick.text).toContain('You are unsubscribed');
  await eventually(async () => {
    const { body } = await api.get(`/messages/${later.body.message.id as string}/status`);
    expect(body).toMatchObject({ status: 'skipped', reason: 'suppressed', attempts: 0 });
  });
  expect(provider.submitted).toHaveLength(sentBefore);
  expect(await engagementEvents()).toMatchObject([
    { type: 'message.unsubscribed', data: { message_id: id, event_type: 'unsubscribed' } },
    { type: 'message.skipped', data: { message_id: later.body.message.id, reason: 'suppressed' } },
  ]);
  const { body } = await api.get(`/engagement/${lead}`);
  expect(body.channels.email).toEqual({ submitted: 1, opened: 0, clicked: 0, unsubscribed: 1 });
});

test('When a person unsubscribes from one company, then another may send, and only a hash is stored', async () => {
  const { public: web, otherCompany, send, connection } = await sentWorld();
  const recipient = { email: 'ada@example.com' };
  const { unsubscribe } = await send({ recipient });

  await web.post(unsubscribe);

  expect((await send({ recipient }, otherCompany)).id).toBeDefined();
  const suppressions = await connection.collection('suppressions').find().toArray();
  expect(suppressions).toHaveLength(1);
  expect(JSON.stringify(suppressions)).not.toContain('ada@example.com');
});

test('When an address is suppressed while its message waits, then the message is skipped', async () => {
  const { public: web, api, send, clock, provider } = await sentWorld();
  const recipient = { email: 'ada@example.com' };
  const { unsubscribe } = await send({ recipient });
  provider.answer(() => ({ status: 'deferred', reason: 'busy' }));
  const { body } = await api.post('/messages/send', aMessage({ recipient }));
  const status = async () => (await api.get(`/messages/${body.message.id as string}/status`)).body;
  await eventually(async () => expect(await status()).toMatchObject({ status: 'queued', attempts: 1 }));

  await web.post(unsubscribe);
  clock.pass(20_000);

  await eventually(async () => expect(await status()).toMatchObject({ status: 'skipped', reason: 'suppressed' }));
});

test('When a person unsubscribes while messages wait for slots, then no further submission begins', async () => {
  const AT_ONCE = 2;
  const world = await sentWorld({ EMAIL_RATE_LIMIT: 10 }, providerDouble(AT_ONCE));
  const { public: web, api, send, provider, connection, domainEvents } = world;
  const recipient = { email: 'ada@example.com' };
  const { unsubscribe } = await send({ recipient });
  await api.post('/messages/send/bulk', { items: Array.from({ length: 30 }, () => aMessage({ recipient })) });
  await eventually(async () => expect(provider.submitted.length).toBeGreaterThan(5));

  await web.post(unsubscribe);
  const answered = performance.now();

  const messages = connection.collection('messages');
  const under = () => messages.countDocuments({ status: { $in: ['queued', 'submitting'] } });
  await eventually(async () => expect(await under()).toBe(0));
  // Only messages whose submission had begun before the answer go out after it.
  expect(provider.submitted.filter(({ at }) => at > answered).length).toBeLessThanOrEqual(AT_ONCE);
  const skipped = await messages.countDocuments({ status: 'skipped', reason: 'suppressed' });
  expect(skipped).toBe(31 - provider.submitted.length);
  expect((await domainEvents()).filter(({ type }) => type === 'message.skipped')).toHaveLength(skipped);
});

test.each(['%', '%E0%A4%A', 'a.b'])('When the link was cut off (%s), then a page explains it', async (token) => {
  const { public: web } = await communicationEngineWorld();

  const { status, text, headers } = await web.get(`/unsubscribe/${token}`);

  expect(status).toBe(404);
  expect(headers['content-type']).toContain('text/html');
  expect(text).toContain('This link does not work');
});
