import { submitTo } from '../../../support/worlds/communication-engine-sending';
import { aMessage, aTemplate, communicationEngineWorld } from '../../../support/worlds/communication-engine-world';
import { eventually } from '../../../support/eventually';
import { rendered, smtpProviderAt } from '../../../support/doubles/smtp-provider';
import { rudeSmtpServer, smtpSink } from '../../../support/doubles/smtp-sink';

test('When a message is sent through real SMTP, then it arrives with its headers, links and both parts', async () => {
  const sink = await smtpSink();
  const config = { SMTP_URL: sink.url };
  const { api, domainEvents } = await communicationEngineWorld({ provider: null, config, workers: true });
  await api.post('/templates', aTemplate());

  const accepted = await api.post(
    '/messages/send',
    aMessage({ recipient: { email: 'ada@example.com', name: 'Ada L.' } }),
  );
  const { id } = accepted.body.message;
  const message = await eventually(async () => {
    const { body } = await api.get(`/messages/${id as string}/status`);
    expect(body.status).toBe('submitted');
    return body;
  });

  expect(sink.mails).toHaveLength(1);
  const [mail] = sink.mails;
  expect(mail).toMatchObject({
    from: 'news@acme.example',
    to: ['ada@example.com'],
    headers: {
      from: 'Acme News <news@acme.example>',
      to: '"Ada L." <ada@example.com>',
      subject: 'Welcome, Ada',
      'message-id': `<${id as string}@acme.example>`,
      'x-lead-nurturing-message-id': id,
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'list-unsubscribe': expect.stringMatching(/^<https:\/\/mail\.acme\.example\/unsubscribe\/[\w.-]+>$/),
      'content-type': expect.stringContaining('multipart/alternative'),
    },
  });
  expect(mail!.body).toMatch(/href="https:\/\/mail\.acme\.example\/t\/c\/[\w.-]+"/);
  expect(mail!.body).toMatch(/<img src="https:\/\/mail\.acme\.example\/t\/o\/[\w.-]+"/);
  expect(mail!.body).toContain('Hello Ada, start here <https://acme.example/start?a=1&b=2>');
  expect(message).toMatchObject({
    provider: 'smtp',
    provider_id: `<${id as string}@acme.example>`,
    attempts: 1,
    history: [{ status: 'queued' }, { status: 'submitting' }, { status: 'submitted' }],
  });
  expect(await domainEvents()).toMatchObject([
    { type: 'message.submitted', data: { message_id: id, provider: 'smtp' } },
  ]);
});

test('When a name or subject holds line breaks or control characters, then the headers hold none of them', async () => {
  const sink = await smtpSink();
  const name = 'Ada\r\nBcc: all@example.com\0\u0085L.';
  const message = rendered({ to: { address: 'ada@example.com', name }, subject: 'Hello\r\nX-Other: 1' });

  expect(await submitTo(smtpProviderAt(sink.url), message)).toMatchObject({ status: 'submitted' });

  const { headers } = sink.mails[0]!;
  expect(headers).toMatchObject({ to: '"Ada Bcc: all@example.comL." <ada@example.com>', subject: 'Hello X-Other: 1' });
  expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['bcc']));
  expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['x-other']));
});

test('When the server refuses a recipient for good or for now, then the answer says which', async () => {
  const codes: Record<string, number> = { 'gone@example.com': 550, 'busy@example.com': 451 };
  const sink = await smtpSink({ recipient: (address) => codes[address] });
  const provider = smtpProviderAt(sink.url);

  expect(await submitTo(provider, rendered({ to: { address: 'gone@example.com', name: null } }))).toEqual({
    status: 'refused',
    reason: 'RCPT TO answered 550 5.1.1',
  });
  expect(await submitTo(provider, rendered({ to: { address: 'busy@example.com', name: null } }))).toEqual({
    status: 'deferred',
    reason: 'RCPT TO answered 451 4.1.1',
  });
  expect(await submitTo(provider, rendered())).toMatchObject({ status: 'submitted' });
  expect(sink.mails).toHaveLength(1);
});

test.each([
  [554, { status: 'refused', reason: 'DATA answered 554 5.1.1' }],
  [452, { status: 'deferred', reason: 'DATA answered 452 4.1.1' }],
])('When the server answers the message with %d, then the answer says refused or deferred', async (code, answer) => {
  const sink = await smtpSink({ message: () => code });
  expect(await submitTo(smtpProviderAt(sink.url), rendered())).toEqual(answer);
});

test('When an address is invalid, then the message is refused before any command', async () => {
  const sink = await smtpSink();
  const answer = await submitTo(smtpProviderAt(sink.url), rendered({ to: { address: 'a b@@example', name: null } }));
  expect(answer).toMatchObject({ status: 'refused' });
});

test('When no server listens, then the message is deferred', async () => {
  expect(await submitTo(smtpProviderAt('smtp://127.0.0.1:1'), rendered())).toMatchObject({ status: 'deferred' });
});

test('When the server refuses the connection with 554, then the message is deferred', async () => {
  const { url } = await rudeSmtpServer('after the message', '554 not you');
  expect(await submitTo(smtpProviderAt(url), rendered())).toMatchObject({ status: 'deferred' });
});

test.each(['at once', 'after RCPT TO', 'in the message'] as const)(
  'When the server hangs up %s, then the message is deferred',
  async (hangUp) => {
    const { url, seen } = await rudeSmtpServer(hangUp);
    const big = 'x'.repeat(hangUp === 'in the message' ? 3_000_000 : 10);
    expect(await submitTo(smtpProviderAt(url), rendered({ text: big }))).toMatchObject({ status: 'deferred' });
    expect(seen.messages).toBe(0);
  },
);

test('When the server hangs up after the whole message, then the message is unknown', async () => {
  const { url, seen } = await rudeSmtpServer('after the message');
  expect(await submitTo(smtpProviderAt(url), rendered())).toMatchObject({ status: 'unknown' });
  expect(seen).toEqual({ connections: 1, messages: 1 });
});

test('When the login is wrong, then the message is deferred', async () => {
  const sink = await smtpSink();
  const url = sink.url.replace('smtp://', 'smtp://user:wrong@');
  expect(await submitTo(smtpProviderAt(url), rendered())).toMatchObject({ status: 'deferred' });
});
