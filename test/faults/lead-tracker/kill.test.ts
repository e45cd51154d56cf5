import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { aLogin, aProduct } from '../../support/builders';
import { freshDatabase, uriOf } from '../../support/database';
import { startService, type RunningService } from '../../support/system/service-process';

const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 2);
const PAGES = 8;
const PAGE_SIZE = 250;

test(
  `When the Lead Tracker is killed in a batch, then none is lost or doubled (${String(ROUNDS)} rounds)`,
  async () => {
    const connection = await freshDatabase();
    const key = `ln_${randomUUID()}_${randomUUID()}`;
    const start = () =>
      startService('lead-tracker', {
        MONGODB_URI: uriOf(connection),
        BOOTSTRAP_COMPANY_ID: 'acme',
        BOOTSTRAP_API_KEY: key,
      });
    const occurred_at = new Date().toISOString(); // the process has the machine's clock
    let service = await start();
    await send(service, key, 'PUT', '/products/analytics', aProduct());
    let kills = 0;
    const killAndStart = async () => {
      await sleep(Math.random() * 60);
      await service.kill('SIGKILL');
      kills += 1;
      service = await start();
    };
    /** Sends the page until it is answered, as the poller does. */
    const until = async (page: object, fate: () => boolean): Promise<Response> => {
      const sent = send(service, key, 'POST', '/ingestion/logins', page).catch(() => null);
      if (fate()) await killAndStart();
      return (await sent) ?? until(page, fate);
    };

    for (let round = 0; round < ROUNDS; round += 1) {
      const source = `crm-${String(round)}`;
      const users = Array.from({ length: 40 }, (_, n) => ({
        crm_user_id: `u${String(n)}`,
        contact_info: { email: `r${String(round)}u${String(n)}@acme.example` },
      }));
      const pages = Array.from({ length: PAGES }, (_, n) => ({
        source,
        cursor: { from: n === 0 ? null : `c${String(n - 1)}`, to: `c${String(n)}` },
        records: Array.from({ length: PAGE_SIZE }, (_x, i) => aLogin({ user: users[i % users.length]!, occurred_at })),
      }));
      for (const page of pages) {
        const answer = await until(page, () => kills <= round && Math.random() < 0.4);
        expect(answer.status).toBe(200);
        expect(((await answer.json()) as { cursor: string }).cursor).toBe(page.cursor.to);
      }

      const events = await connection
        .collection('lead_events')
        .countDocuments({ idempotency_key: { $regex: `^login:${source}:` } });
      expect(events).toBe(PAGES * PAGE_SIZE);
    }

    await service.kill('SIGTERM');
    expect(kills).toBeGreaterThan(0);
    const ledger = await connection
      .collection('lead_scores')
      .aggregate<{ _id: string; hundredths: number }>([
        { $group: { _id: '$lead_id', hundredths: { $sum: '$hundredths' } } },
      ])
      .toArray();
    const leads = await connection.collection<{ _id: string; score_hundredths: number }>('leads').find().toArray();
    expect(leads).toHaveLength(40 * ROUNDS);
    expect(new Map(leads.map(({ _id, score_hundredths }) => [_id, score_hundredths]))).toEqual(
      new Map(ledger.map(({ _id, hundredths }) => [_id, hundredths])),
    );
    expect(await connection.collection('audit').countDocuments({ action: 'event.recorded' })).toBe(
      PAGES * PAGE_SIZE * ROUNDS,
    );
    const overrides = await connection
      .collection('outbox')
      .aggregate<{ change: number }>([
        { $unwind: '$events' },
        { $match: { 'events.type': 'lead.scored' } },
        { $group: { _id: null, change: { $sum: '$events.data.score_change' } } },
      ])
      .toArray();
    expect(overrides[0]?.change).toBe(PAGES * PAGE_SIZE * ROUNDS * 5);
  },
  60_000 + ROUNDS * 15_000,
);

function send(service: RunningService, key: string, method: string, path: string, body: object): Promise<Response> {
  return fetch(`${service.url}${path}`, {
    method,
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
