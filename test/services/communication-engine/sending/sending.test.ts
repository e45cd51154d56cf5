import {
  accept,
  deadLetters,
  sendingWorld,
  statusOf,
  untilStatus,
} from '../../../support/worlds/communication-engine-sending';
import { aMessage, aTemplate, communicationEngineWorld } from '../../../support/worlds/communication-engine-world';
import { eventually } from '../../../support/eventually';
import { smtpSink } from '../../../support/doubles/smtp-sink';

test('When the SMTP server is down, then messages wait and are delivered after its return', async () => {
  const { port, stop } = await smtpSink();
  await stop();
  const config = { SMTP_URL: `smtp://127.0.0.1:${String(port)}` };
  const world = await communicationEngineWorld({ provider: null, config, workers: true });
  await world.api.post('/templates', aTemplate());

  const ids = await Promise.all(Array.from({ length: 5 }, () => accept(world)));
  for (const id of ids)
    await eventually(async () => expect(await statusOf(world, id)).toMatchObject({ status: 'queued', attempts: 1 }));
  const back = await smtpSink({ port });
  world.clock.pass(15_000);
  for (const id of ids) await untilStatus(world, id, 'submitted');

  expect(new Set(back.mails.map(({ headers }) => headers['x-lead-nurturing-message-id']))).toEqual(new Set(ids));
  expect(back.mails).toHaveLength(5);
});

test('When two engines share the queue, then each message is submitted exactly once', async () => {
  const first = await sendingWorld();
  const second = await communicationEngineWorld({
    provider: first.provider,
    connection: first.connection,
    workers: true,
  });
  const items = Array.from({ length: 100 }, () => aMessage());

  await Promise.all(
    [first, second].map(({ api }, half) =>
      api.post('/messages/send/bulk', { items: items.slice(half * 50, half * 50 + 50) }),
    ),
  );

  await eventually(async () => {
    expect(await first.connection.collection('messages').countDocuments({ status: 'submitted' })).toBe(100);
  }, 40_000);
  expect(first.provider.submitted).toHaveLength(100);
  expect(new Set(first.provider.submitted.map(({ message }) => message.id)).size).toBe(100);
  expect(await first.domainEvents()).toHaveLength(100);
});

test('When the provider gives every kind of answer, then each message has one status and its events', async () => {
  const world = await sendingWorld();
  const answers = ['submitted', 'refused', 'deferred', 'unknown', 'never'] as const;
  const chosen = new Map<string, (typeof answers)[number]>();
  world.provider.answer(({ id }) => {
    const answer = answers[chosen.size % answers.length]!;
    chosen.set(id, chosen.get(id) ?? answer);
    if (answer === 'never') throw new Error('a bug in the provider');
    if (answer === 'submitted') return { status: answer, provider_id: id };
    return { status: answer, reason: answer };
  });
  const items = [...Array.from({ length: 50 }, () => aMessage()), aMessage({ variables: {} })];

  const { body } = await world.api.post('/messages/send/bulk', { items });
  await eventually(async () => expect(world.provider.submitted).toHaveLength(50));

  const count = async (status: string) => world.connection.collection('messages').countDocuments({ status });
  await eventually(async () => {
    const counts = {
      queued: await count('queued'),
      submitting: await count('submitting'),
      unknown: await count('unknown'),
    };
    const ends = { submitted: await count('submitted'), failed: await count('failed') };
    expect({ ...counts, ...ends }).toEqual({ queued: 10, submitting: 10, unknown: 10, submitted: 10, failed: 11 });
  });
  expect(await world.connection.collection('messages').countDocuments()).toBe(body.results.length);
  const overrides = (await world.domainEvents()).map(({ type }) => type);
  expect(overrides.filter((type) => type === 'message.submitted')).toHaveLength(10);
  expect(overrides.filter((type) => type === 'message.failed')).toHaveLength(11);
});

test('When a submission has no outcome for a minute, then it is unknown, and a late outcome counts', async () => {
  const world = await sendingWorld();
  let answer: (submission: { status: 'submitted'; provider_id: string }) => void = () => undefined;
  world.provider.answer(() => new Promise((resolve) => (answer = resolve)));

  const id = await accept(world);
  await untilStatus(world, id, 'submitting');
  world.clock.pass(60_001);
  await untilStatus(world, id, 'unknown');
  expect(await deadLetters(world)).toMatchObject([{ origin: id }]);
  answer({ status: 'submitted', provider_id: 'late' });

  expect(await untilStatus(world, id, 'submitted')).toMatchObject({ provider_id: 'late' });
  expect(world.provider.submitted).toHaveLength(1);
});

test('When an engine stops, then running submissions finish and the other messages stay queued', async () => {
  const world = await sendingWorld({ workers: false, config: { EMAIL_RATE_LIMIT: 5 } });
  const { stop } = world.start();
  await world.api.post('/messages/send/bulk', { items: Array.from({ length: 20 }, () => aMessage()) });
  await eventually(async () => expect(world.provider.submitted.length).toBeGreaterThan(2));

  await stop();

  const statuses = await world.connection.collection('messages').distinct('status');
  expect(statuses.sort()).toEqual(['queued', 'submitted']);
});
