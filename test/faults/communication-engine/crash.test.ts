import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { testClock } from '../../support/clock';
import { aMessage, aTemplate, communicationEngineWorld } from '../../support/worlds/communication-engine-world';
import { freshDatabase, uriOf } from '../../support/database';
import { eventually } from '../../support/eventually';
import { startService, type RunningService } from '../../support/system/service-process';
import { smtpSink } from '../../support/doubles/smtp-sink';

const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 2);
const MESSAGES = 40;

test(
  `When the engine is killed in a submission, then none is lost or doubled (${String(ROUNDS)} rounds)`,
  async () => {
    const connection = await freshDatabase();
    const messages = connection.collection<{ _id: string; status: string }>('messages');
    const key = `ln_${randomUUID()}_${randomUUID()}`;
    const received: string[] = [];
    let onMessage: () => Promise<void> = async () => undefined;
    const sink = await smtpSink({
      message: async ({ headers }) => {
        received.push(headers['x-lead-nurturing-message-id']!);
        await onMessage();
        return undefined;
      },
    });
    const start = () =>
      startService('communication-engine', {
        MONGODB_URI: uriOf(connection),
        BOOTSTRAP_COMPANY_ID: 'acme',
        BOOTSTRAP_API_KEY: key,
        PUBLIC_URL: 'http://127.0.0.1',
        TRACKING_SECRET: 'a-tracking-secret-of-32-characters',
        EMAIL_PROVIDER: 'smtp',
        SMTP_URL: sink.url,
        EMAIL_FROM: 'Acme <news@acme.example>',
        EMAIL_RATE_LIMIT: '1000',
      });
    const left = () => messages.countDocuments({ status: { $in: ['queued'] } });
    let accepted = 0;

    for (let round = 0; round < ROUNDS; round += 1) {
      const service = await start();
      await send(service, key, '/templates', aTemplate());
      // Before the answer of one of the messages, or at any moment after it.
      let countdown = Math.ceil(Math.random() * MESSAGES * 0.7);
      const killed = new Promise<void>((resolve, reject) => {
        onMessage = async () => {
          countdown -= 1;
          if (countdown !== 0) return;
          if (round % 2 === 1) await sleep(Math.random() * 50);
          await service.kill('SIGKILL').then(resolve, reject);
        };
      });
      const items = Array.from({ length: MESSAGES }, () => aMessage());
      const answer = await send(service, key, '/messages/send/bulk', { items });
      accepted += ((await answer.json()) as { results: unknown[] }).results.length;
      await killed;
      onMessage = async () => undefined;

      const again = await start();
      await eventually(async () => expect(await left()).toBe(0), 30_000);
      await again.kill('SIGTERM');
    }

    // A minute later; the database may first have to end the transaction of a process that was killed.
    const clock = testClock(new Date(Date.now() + 61_000));
    const { api, domainEvents } = await communicationEngineWorld({ connection, clock, workers: true });
    await eventually(async () => expect(await messages.countDocuments({ status: 'submitting' })).toBe(0), 60_000);

    const all = await messages.find().toArray();
    const having = (status: string) => all.filter((message) => message.status === status).map(({ _id }) => _id);
    expect(all).toHaveLength(accepted);
    expect(having('submitted').length + having('unknown').length).toBe(accepted);
    expect(having('unknown').length).toBeGreaterThan(0);
    expect(new Set(received).size).toBe(received.length);
    expect(having('submitted').filter((id) => !received.includes(id))).toEqual([]);
    expect((await domainEvents()).filter(({ type }) => type === 'message.submitted')).toHaveLength(
      having('submitted').length,
    );
    const letters = await connection.collection('dead_letters').distinct('origin');
    expect(letters.sort()).toEqual(having('unknown').sort());
    expect((await api.get('/dead-letters?kind=message')).body.items.length).toBeGreaterThan(0);
  },
  120_000 + ROUNDS * 20_000,
);

function send({ url }: RunningService, key: string, path: string, body: object): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
