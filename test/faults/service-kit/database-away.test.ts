import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'supertest';
import { composeLeadTracker } from '@lead-nurturing/lead-tracker/compose';
import { createApiKeyStore } from '@lead-nurturing/service-kit/auth/api-key.store';
import { createHttpClient } from '@lead-nurturing/service-kit/http-client/http-client';
import { openConnection } from '@lead-nurturing/service-kit/mongo/connect';
import { createLog } from '@lead-nurturing/service-kit/runtime/log';
import { apiOf } from '../../support/api';
import { aBatch, aLead, aLogin } from '../../support/builders';
import { testClock } from '../../support/clock';
import { freshDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { onFinish } from '../../support/finish';
import { wire } from '../../support/wire';

const log = createLog('test', 'silent');

/** The Lead Tracker, with all it runs beside its requests, at the end of a wire to its database. */
async function lineUp() {
  const direct = await freshDatabase();
  const line = await wire(direct.name);
  const connection = openConnection(line.uri);
  const clock = testClock();
  const { app, prepare, startWorkers } = composeLeadTracker({
    connection,
    clock,
    log,
    http: createHttpClient(new Set()),
  });
  await prepare({});
  const key = `ln_test_${randomUUID()}`;
  await createApiKeyStore(direct, clock).ensure('acme', key, { label: 'test', scopes: ['*'] });
  const workers = startWorkers();
  onFinish(async () => {
    line.mend();
    for (const worker of workers) await worker.stop();
    await connection.close();
  });
  return { ...line, api: apiOf(app, key), connection };
}

const isRefusal = ({ status, body, headers }: Response) => {
  expect([status, body.error_code, headers['retry-after']]).toEqual([503, 'SERVICE_UNAVAILABLE', '5']);
  expect(JSON.stringify(body)).not.toMatch(/mongo|ECONN|127\.0\.0\.1/i);
};

test('When the database is unreachable, then requests are answered 503 within seconds until it is back', async () => {
  const { api, sever, mend } = await lineUp();
  await api.post('/leads', aLead()).expect(201);
  sever();
  const began = performance.now();
  const answers = await Promise.all([
    api.get('/leads/x'),
    api.post('/leads', aLead()),
    api.post('/leads/bulk', { items: [aLead(), aLead()] }),
  ]);
  answers.forEach(isRefusal);
  isRefusal(await api.get('/leads/x'));
  expect(performance.now() - began).toBeLessThan(20_000);
  mend();
  await eventually(() => api.post('/leads', aLead()).expect(201));
});

test('When the database hangs during and before requests, then all receive 503 in bounded time', async () => {
  const { api, hold, sever, mend } = await lineUp();
  await api.post('/leads', aLead()).expect(201);
  const began = performance.now();
  const underWay = Promise.all(Array.from({ length: 40 }, () => api.post('/leads', aLead())));
  await sleep(30);
  hold();
  const [cut, ...later] = await Promise.all([underWay, api.get('/leads/x'), api.post('/leads', aLead())]);
  const refused = cut.filter(({ status }) => status !== 201);
  expect(refused.length).toBeGreaterThan(0);
  [...refused, ...later].forEach(isRefusal);
  expect(performance.now() - began).toBeLessThan(25_000);
  sever();
  mend();
  await eventually(() => api.post('/leads', aLead()).expect(201));
});

test('When the database hangs with more batches than run at once, then all receive 503 in bounded time', async () => {
  const { api, hold, sever, mend } = await lineUp();
  const batch = () => aBatch(Array.from({ length: 20 }, () => aLogin()));
  await api.post('/ingestion/logins', batch()).expect(200);
  hold();
  const began = performance.now();
  const answers = await Promise.all(Array.from({ length: 20 }, () => api.post('/ingestion/logins', batch())));
  for (const { status, headers } of answers) expect([status, headers['retry-after']]).toEqual([503, '5']);
  expect(performance.now() - began).toBeLessThan(40_000);
  sever();
  mend();
  await eventually(() => api.post('/ingestion/logins', batch()).expect(200));
});
