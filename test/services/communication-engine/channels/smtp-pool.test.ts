import { setTimeout as sleep } from 'node:timers/promises';
import { submitTo } from '../../../support/worlds/communication-engine-sending';
import { rendered, smtpProviderAt } from '../../../support/doubles/smtp-provider';
import { smtpSink } from '../../../support/doubles/smtp-sink';

test('When a message is prepared, then the connection is open and no message has begun', async () => {
  const sink = await smtpSink({ greetAfterMs: 300 });
  const provider = smtpProviderAt(sink.url);

  const prepared = await provider.prepare(rendered());
  const asked = performance.now();
  const answer = prepared.status === 'ready' && (await prepared.submit());

  expect(answer).toMatchObject({ status: 'submitted' });
  expect(sink.begun[0]! - asked).toBeLessThan(200);
});

test('When the connection ends after the preparation, then the message is deferred without a new one', async () => {
  const first = await smtpSink();
  const provider = smtpProviderAt(first.url);
  const prepared = await provider.prepare(rendered());
  await first.stop();
  const second = await smtpSink({ port: first.port });

  expect(prepared.status === 'ready' && (await prepared.submit())).toMatchObject({ status: 'deferred' });
  expect(second.seen.connections).toBe(0);
  expect(await submitTo(provider, rendered())).toMatchObject({ status: 'submitted' });
});

test('When a connection was idle, then it is used again while the server still answers', async () => {
  const sink = await smtpSink({ recipient: (address) => (address.startsWith('gone') ? 550 : undefined) });
  const provider = smtpProviderAt(sink.url);

  const unused = await provider.prepare(rendered());
  if (unused.status === 'ready') unused.release();
  await submitTo(provider, rendered({ to: { address: 'gone@example.com', name: null } }));
  for (let message = 0; message < 3; message += 1) await submitTo(provider, rendered());

  expect(sink.seen.connections).toBe(1);
  await sink.hangUp();
  await sleep(100); // until we have heard of it
  expect(await submitTo(provider, rendered())).toMatchObject({ status: 'submitted' });
  expect(sink.seen.connections).toBe(2);
  expect(sink.mails).toHaveLength(4);
});
