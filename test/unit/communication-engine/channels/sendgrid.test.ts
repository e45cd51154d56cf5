import nock from 'nock';
import { createSendGridProvider } from '@lead-nurturing/communication-engine/channels/email/providers/sendgrid.provider';
import { submitTo } from '../../../support/worlds/communication-engine-sending';

const now = new Date('2096-03-02T09:00:00.000Z');
const message = {
  id: '0198-message',
  to: { address: 'ada@example.com', name: 'Ada' },
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  unsubscribe_url: 'https://mail.acme.example/unsubscribe/token',
};

const from = { name: 'Acme News', email: 'news@acme.example' };
const provider = createSendGridProvider({ apiKey: 'SG.test', from, now: () => now });
const submit = (overrides: typeof message) => submitTo(provider, overrides);
const sendGrid = () => nock('https://api.sendgrid.com').post('/v3/mail/send');

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});
// It patches Node's own sockets, for every test file that this process runs after this one.
afterAll(() => nock.restore());

test('When SendGrid accepts a message, then it got all parts, without tracking, and its id is returned', async () => {
  let sent: unknown;
  let authorization: unknown;
  nock('https://api.sendgrid.com')
    .post('/v3/mail/send', (body) => Boolean((sent = body)))
    .matchHeader('authorization', (value) => Boolean((authorization = value)))
    .reply(202, '', { 'X-Message-Id': 'sg-1' });

  expect(await submit(message)).toEqual({ status: 'submitted', provider_id: 'sg-1' });

  expect(authorization).toBe('Bearer SG.test');
  expect(sent).toMatchObject({
    from,
    personalizations: [{ to: [{ email: 'ada@example.com', name: 'Ada' }] }],
    custom_args: { message_id: '0198-message' },
    subject: 'Hello',
    content: [
      { type: 'text/plain', value: 'Hello' },
      { type: 'text/html', value: '<p>Hello</p>' },
    ],
    headers: {
      'List-Unsubscribe': '<https://mail.acme.example/unsubscribe/token>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'X-Lead-Nurturing-Message-Id': '0198-message',
    },
    mail_settings: { footer: { enable: false }, sandbox_mode: { enable: false } },
    tracking_settings: {
      click_tracking: { enable: false, enable_text: false },
      open_tracking: { enable: false },
      subscription_tracking: { enable: false },
      ganalytics: { enable: false },
    },
  });
});

test('When a name or subject holds line breaks or control characters, then SendGrid gets none of them', async () => {
  let sent: unknown;
  nock('https://api.sendgrid.com')
    .post('/v3/mail/send', (body) => Boolean((sent = body)))
    .reply(202);

  await submit({ ...message, to: { address: 'ada@example.com', name: 'Ada\r\nBcc: x\0' }, subject: 'Hello\r\nX: 1' });

  expect(sent).toMatchObject({ personalizations: [{ to: [{ name: 'Ada Bcc: x' }] }], subject: 'Hello X: 1' });
});

test.each([
  [
    400,
    { errors: [{ message: 'Does not contain a valid address: ada@example.com', field: 'from.email', help: null }] },
  ],
  [413, 'too large'],
  [422, { errors: [{ message: 'ada@example.com is no address', field: 'personalizations.0.to.0.email', help: null }] }],
])('When SendGrid answers %d, then the message is refused, and the reason holds no address', async (status, body) => {
  sendGrid().reply(status, body);
  const answer = await submit(message);
  expect(answer).toMatchObject({ status: 'refused', reason: expect.stringContaining(`answered ${String(status)}`) });
  expect(JSON.stringify(answer)).not.toContain('ada@');
});

test.each([
  [{ 'Retry-After': '30' }, 30_000],
  [{ 'X-RateLimit-Reset': String(now.getTime() / 1_000 + 12) }, 12_000],
  [{ 'X-RateLimit-Reset': String(now.getTime() / 1_000 - 5) }, 0],
  [{}, undefined],
])('When SendGrid limits us and says %j, then we know when to come again', async (headers, retry_after_ms) => {
  sendGrid().reply(429, { errors: [{ field: null, message: 'too many requests' }] }, headers);
  expect(await submit(message)).toEqual({
    status: 'deferred',
    reason: 'answered 429',
    ...(retry_after_ms !== undefined && { retry_after_ms }),
  });
});

test.each([
  [401, { errors: [{ message: 'Permission denied, wrong credentials', field: null, help: null }] }, 'answered 401'],
  [403, { errors: [{ message: 'ada@example.com is not verified', field: 'from', help: null }] }, 'answered 403 from'],
  [404, 'not found', 'answered 404'],
  [405, 'method not allowed', 'answered 405'],
  [408, 'timeout', 'answered 408'],
])('When SendGrid answers %d, which is not about the message, then it is put off', async (status, body, reason) => {
  sendGrid().reply(status, body);
  expect(await submit(message)).toEqual({ status: 'deferred', reason });
});

test.each([500, 503])('When SendGrid answers %d, then the message is put off', async (status) => {
  sendGrid().reply(status, '<html>Out of order</html>');
  expect(await submit(message)).toEqual({ status: 'deferred', reason: `answered ${String(status)}` });
});

test.each([502, 504])('When a gateway answers %d, then SendGrid may have the message', async (status) => {
  sendGrid().reply(status, '<html>Bad gateway</html>');
  expect(await submit(message)).toEqual({ status: 'unknown', reason: `answered ${String(status)}` });
});

test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])(
  'When SendGrid cannot be reached (%s), then the message is deferred',
  async (code) => {
    sendGrid().replyWithError(Object.assign(new Error('no way there'), { code }));
    expect(await submit(message)).toEqual({ status: 'deferred', reason: code });
  },
);

test.each(['ECONNRESET', 'ETIMEDOUT', 'ECONNABORTED'])(
  'When the connection fails during the request (%s), then the message is unknown',
  async (code) => {
    sendGrid().replyWithError(Object.assign(new Error('gone'), { code }));
    expect(await submit(message)).toEqual({ status: 'unknown', reason: `no answer to the message: ${code}` });
  },
);
