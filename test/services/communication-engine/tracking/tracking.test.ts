import { createTokens } from '@lead-nurturing/communication-engine/links/token';
import { sentWorld } from '../../../support/worlds/communication-engine-sending';

test('When a message is opened several times, then the first time counts and publishes an event', async () => {
  const { public: web, api, send, engagementEvents } = await sentWorld();
  const { id, lead, pixel } = await send();

  const answers = await Promise.all(Array.from({ length: 10 }, () => web.get(pixel)));

  for (const { status, headers } of answers) {
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/gif',
      'cache-control': 'no-store',
      'cross-origin-resource-policy': 'cross-origin',
    });
  }
  expect(await engagementEvents()).toMatchObject([
    { type: 'message.opened', data: { message_id: id, lead_id: lead, event_type: 'email_open', url: null } },
  ]);
  expect((await api.get(`/messages/${id}/status`)).body.opened_at).not.toBeNull();
});

test('When links are followed, then each redirects, and its first click publishes an event', async () => {
  const { public: web, api, send, engagementEvents } = await sentWorld();
  const { id, lead, clicks } = await send();
  expect(clicks).toHaveLength(2);

  const first = await web.get(clicks[0]!);
  const again = await Promise.all(Array.from({ length: 5 }, () => web.get(clicks[0]!)));
  const other = await web.get(clicks[1]!);

  expect([first, ...again].map(({ status, headers }) => [status, headers.location])).toEqual(
    Array(6).fill([302, 'https://acme.example/a?x=1&y=2']),
  );
  expect(other.headers.location).toBe('https://acme.example/b');
  expect(await engagementEvents()).toMatchObject([
    {
      type: 'message.clicked',
      data: { message_id: id, event_type: 'email_click', url: 'https://acme.example/a?x=1&y=2' },
    },
    { type: 'message.clicked', data: { message_id: id, event_type: 'email_click', url: 'https://acme.example/b' } },
  ]);
  expect((await api.get(`/engagement/${lead}`)).body.channels.email).toMatchObject({ submitted: 1, clicked: 1 });
});

test('When links are requested with HEAD, then nothing is recorded', async () => {
  const { public: web, api, send, engagementEvents } = await sentWorld();
  const { lead, pixel, clicks, unsubscribe } = await send();

  expect((await web.head(pixel)).status).toBe(200);
  expect(await web.head(clicks[0]!)).toMatchObject({
    status: 302,
    headers: { location: 'https://acme.example/a?x=1&y=2' },
  });
  expect((await web.head(unsubscribe)).status).toBe(200);

  expect(await engagementEvents()).toEqual([]);
  expect((await api.get(`/engagement/${lead}`)).body.channels.email).toMatchObject({
    opened: 0,
    clicked: 0,
    unsubscribed: 0,
  });
});

test('When a token is invalid, then a page says so without a redirect, and the pixel is the same', async () => {
  const { public: web, send, engagementEvents } = await sentWorld();
  const { id, pixel, clicks, unsubscribe } = await send();
  const forged = createTokens('not-the-secret-of-this-installation');
  const token = forged.sign('click', { company: 'acme', message_id: id, link: 0 });
  const wrong = [
    `/t/c/${token}`,
    '/t/c/nonsense',
    `/t/c/${pixel.split('/').at(-1)!}`,
    `${clicks[0]!}x.y`,
    `/unsubscribe/${token}`,
  ];

  for (const path of wrong) {
    const { status, headers, text } = await web.get(path);
    expect([status, headers.location]).toEqual([404, undefined]);
    expect(text).toContain('This link does not work');
  }
  expect((await web.post(`/unsubscribe/${clicks[0]!.split('/').at(-1)!}`)).status).toBe(404);
  const good = await web.get(pixel);
  const bad = await web.get('/t/o/nonsense');
  expect([bad.status, bad.body]).toEqual([good.status, good.body]);
  expect((await engagementEvents()).map(({ type }) => type)).toEqual(['message.opened']);
  expect(unsubscribe).toBeDefined();
});

test('When a signed token names a link that does not exist, then it does not redirect', async () => {
  const { public: web, send } = await sentWorld();
  const { id } = await send();
  const tokens = createTokens('a-tracking-secret-of-32-characters');

  expect((await web.get(`/t/c/${tokens.sign('click', { company: 'acme', message_id: id, link: 9 })}`)).status).toBe(
    404,
  );
  expect((await web.get(`/t/c/${tokens.sign('click', { company: 'globex', message_id: id, link: 0 })}`)).status).toBe(
    404,
  );
});

test('When engagement is read, then each message counts once per kind, and a new lead has none', async () => {
  const { public: web, api, otherCompany, send, clock } = await sentWorld();
  const lead_id = 'lead-of-this-test';
  const messages = [await send({ lead_id }), await send({ lead_id }), await send({ lead_id })];
  for (const { pixel } of messages.slice(0, 2)) await web.get(pixel);
  clock.pass(60_000);
  for (const click of messages[0]!.clicks) await web.get(click);

  const { body } = await api.get(`/engagement/${lead_id}`);

  expect(body).toEqual({
    lead_id,
    channels: { email: { submitted: 3, opened: 2, clicked: 1, unsubscribed: 0 } },
    last_engaged_at: clock.now().toISOString(),
  });
  const nothing = { lead_id, channels: {}, last_engaged_at: null };
  expect((await otherCompany.get(`/engagement/${lead_id}`)).body).toEqual(nothing);
});
