import { setTimeout as sleep } from 'node:timers/promises';
import { createReservationStore } from '@lead-nurturing/communication-engine/limits/reservation.store';
import {
  aMessage,
  aTemplate,
  communicationEngineWorld,
  providerDouble,
} from '../../../support/worlds/communication-engine-world';
import { freshDatabase } from '../../../support/database';
import { eventually } from '../../../support/eventually';
import { smtpSink } from '../../../support/doubles/smtp-sink';

/** The most of these times that any window of this length holds. */
function mostInAnyWindow(times: readonly number[], window_ms: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  const counts = sorted.map((from, index) => sorted.slice(index).filter((at) => at < from + window_ms).length);
  return Math.max(...counts);
}

test('When two engines send from one queue, then no window of a second exceeds the limit', async () => {
  const provider = providerDouble();
  const config = { EMAIL_RATE_LIMIT: 10 };
  const first = await communicationEngineWorld({ provider, config });
  await communicationEngineWorld({ provider, config, connection: first.connection, workers: true });
  await first.api.post('/templates', aTemplate());
  await first.api.post('/messages/send/bulk', { items: Array.from({ length: 60 }, () => aMessage()) });

  first.start();
  await eventually(async () => expect(provider.submitted).toHaveLength(60), 40_000);

  const times = provider.submitted.map(({ at }) => at);
  expect(mostInAnyWindow(times, 1_000)).toBeLessThanOrEqual(10);
  expect(new Set(provider.submitted.map(({ message }) => message.id)).size).toBe(60);
});

test('When connections to a server that greets late are reopened, then no window exceeds the limit', async () => {
  const sink = await smtpSink({ greetAfterMs: 400 });
  const config = { EMAIL_RATE_LIMIT: 20, SMTP_URL: sink.url };
  const engine = { provider: null, config, workers: true };
  const first = await communicationEngineWorld(engine);
  await communicationEngineWorld({ ...engine, connection: first.connection });
  await first.api.post('/templates', aTemplate());

  for (const round of [1, 2]) {
    await first.api.post('/messages/send/bulk', { items: Array.from({ length: 50 }, () => aMessage()) });
    await eventually(async () => expect(sink.mails).toHaveLength(50 * round), 40_000);
    await sink.hangUp();
    await sleep(1_000);
  }

  expect(mostInAnyWindow(sink.begun, 1_000)).toBeLessThanOrEqual(20);
});

test('When an engine stops and another starts, then the limit still holds', async () => {
  const provider = providerDouble();
  const config = { EMAIL_RATE_LIMIT: 5 };
  const world = await communicationEngineWorld({ provider, config });
  await world.api.post('/templates', aTemplate());
  await world.api.post('/messages/send/bulk', { items: Array.from({ length: 20 }, () => aMessage()) });

  for (let restart = 0; restart < 4; restart += 1) {
    const { connection } = world;
    const { stop } = (await communicationEngineWorld({ provider, config, connection })).start();
    const wanted = Math.min(20, provider.submitted.length + 4);
    await eventually(async () => expect(provider.submitted.length).toBeGreaterThanOrEqual(wanted));
    await stop();
  }

  const times = provider.submitted.map(({ at }) => at);
  expect(times.length).toBeGreaterThanOrEqual(16);
  expect(mostInAnyWindow(times, 1_000)).toBeLessThanOrEqual(5);
});

test('When many reserve at once, then each slot is reserved once, at the spacing of the rate', async () => {
  const reservations = createReservationStore(await freshDatabase());
  const [spacing, leadTime] = [10.5, 20];

  const asked = Array.from({ length: 20 }, (_, index) => ({ count: (index % 7) + 1, spacing, leadTime }));
  const reserved = await Promise.all(
    asked.map(async (wanted) => ({ ...wanted, ...(await reservations.take('email:test', wanted)) })),
  );

  const openings = reserved.flatMap(({ first, count }) =>
    Array.from({ length: count }, (_, index) => first + index * spacing),
  );
  openings.sort((a, b) => a - b);
  for (const [index, opening] of openings.slice(1).entries())
    expect(opening - openings[index]!).toBeGreaterThanOrEqual(spacing - 0.001);
  for (const { first, now } of reserved) expect(first).toBeGreaterThanOrEqual(now + leadTime);
});
