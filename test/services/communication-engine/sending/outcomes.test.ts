import {
  accept,
  deadLetters,
  sendingWorld,
  statusOf,
  untilStatus,
} from '../../../support/worlds/communication-engine-sending';
import { eventually } from '../../../support/eventually';

test('When the provider refuses a message, then it has failed without retry, and an event is published', async () => {
  const world = await sendingWorld();
  world.provider.answer(() => ({ status: 'refused', reason: 'RCPT TO answered 550' }));

  const id = await accept(world);
  const message = await untilStatus(world, id, 'failed');
  world.clock.pass(86_400_000);

  expect(message).toMatchObject({ reason: 'RCPT TO answered 550', attempts: 1, provider: null });
  expect(await world.domainEvents()).toMatchObject([
    { type: 'message.failed', data: { reason: 'RCPT TO answered 550' } },
  ]);
  expect(await deadLetters(world)).toEqual([]);
  expect(world.provider.submitted).toHaveLength(1);
});

test('When the provider defers a message, then the waits grow until the fifth attempt fails it', async () => {
  const world = await sendingWorld();
  world.provider.answer(() => ({ status: 'deferred', reason: 'ECONNREFUSED' }));

  const id = await accept(world);
  for (const [attempts, wait] of [10, 60, 360, 2_160].entries()) {
    await eventually(async () => {
      expect(await statusOf(world, id)).toMatchObject({
        status: 'queued',
        attempts: attempts + 1,
        reason: 'ECONNREFUSED',
      });
    });
    world.clock.pass(wait * 1_000 - 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(world.provider.submitted).toHaveLength(attempts + 1); // not yet
    world.clock.pass(wait * 250 + 2);
  }
  const message = await untilStatus(world, id, 'failed');

  expect(message.attempts).toBe(5);
  const putOff = message.history.filter(({ reason }: { reason: string | null }) => reason === 'ECONNREFUSED');
  expect(putOff.map(({ status }: { status: string }) => status)).toEqual([
    'queued',
    'queued',
    'queued',
    'queued',
    'failed',
  ]);
  expect(await deadLetters(world)).toMatchObject([{ origin: id, reason: 'ECONNREFUSED', payload: { attempts: 5 } }]);
  expect(await world.domainEvents()).toMatchObject([{ type: 'message.failed' }]);
});

test('When the provider names a wait, then the retry is not earlier', async () => {
  const world = await sendingWorld();
  world.provider.answer(() => ({ status: 'deferred', reason: 'answered 429', retry_after_ms: 600_000 }));

  const id = await accept(world);
  await eventually(async () => expect(await statusOf(world, id)).toMatchObject({ status: 'queued', attempts: 1 }));
  world.provider.answer(() => ({ status: 'submitted', provider_id: 'second' }));
  world.clock.pass(599_999);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(world.provider.submitted).toHaveLength(1);
  world.clock.pass(150_002);

  expect(await untilStatus(world, id, 'submitted')).toMatchObject({ attempts: 2, provider_id: 'second', reason: null });
});

test('When the provider may have a message, then the message is a dead letter and not retried', async () => {
  const world = await sendingWorld();
  world.provider.answer(() => ({ status: 'unknown', reason: 'no answer to the message: ETIMEDOUT' }));

  const id = await accept(world);
  await untilStatus(world, id, 'unknown');
  world.clock.pass(86_400_000);
  await new Promise((resolve) => setTimeout(resolve, 400));

  expect(world.provider.submitted).toHaveLength(1);
  expect(await deadLetters(world)).toMatchObject([{ origin: id, reason: 'no answer to the message: ETIMEDOUT' }]);
});
