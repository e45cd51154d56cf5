import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { ApiKey } from '@lead-nurturing/contracts/access/api-key';
import { createApps } from '@lead-nurturing/service-kit/http/app';
import { defineRoute } from '@lead-nurturing/service-kit/http/route';
import { apiOf } from '../../../support/api';
import { eventually } from '../../../support/eventually';

const done: ApiKey = {
  id: 'k',
  label: 'l',
  scopes: ['leads:read'],
  origin: 'api' as const,
  created_at: '2096-03-02T08:00:00.000Z',
};

/** A route that works on two requests at once, each until it is told how to end. */
function dearWork() {
  const underWay: PromiseWithResolvers<ApiKey>[] = [];
  let most = 0;
  const route = defineRoute({
    method: 'get',
    path: '/dear',
    operationId: 'test',
    summary: 'Work for long',
    scope: 'leads:read',
    response: ApiKey,
    concurrency: 2,
    handle: () => {
      const work = Promise.withResolvers<ApiKey>();
      most = Math.max(most, underWay.push(work));
      return work.promise;
    },
  });
  const { app } = createApps({
    title: 'Turns',
    version: '1',
    log: pino({ level: 'silent' }),
    routes: [route],
    keys: async () => ({ company_id: 'acme', label: 'test', scopes: ['*'] }),
    ready: async () => undefined,
  });
  return { api: apiOf(app, 'any'), underWay, most: () => most };
}

test('When more requests arrive than run at once, then 32 wait and further ones receive 503', async () => {
  const { api, underWay, most } = dearWork();
  const answers: { status: number; headers: Record<string, string>; body: { error_code?: string } }[] = [];
  const asked = Array.from({ length: 40 }, async () => answers.push(await api.get('/dear')));
  await eventually(async () => expect([answers.length, underWay.length]).toEqual([6, 2]));
  for (const { status, headers, body } of answers)
    expect([status, headers['retry-after'], body.error_code]).toEqual([503, '5', 'BUSY']);

  // One that fails makes room like one that does not.
  underWay.shift()!.reject(new Error('broken'));
  const finish = setInterval(() => underWay.shift()?.resolve(done), 1);
  await Promise.all(asked);
  clearInterval(finish);

  expect(most()).toBe(2);
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(33).fill(200), 500, ...Array(6).fill(503)]);
});

test('When a client disconnects while its request is queued, then the request is not handled', async () => {
  const { api, underWay } = dearWork();
  const held = [api.get('/dear'), api.get('/dear')].map((asked) => asked.then(({ status }) => status));
  await eventually(async () => expect(underWay).toHaveLength(2));
  const impatient = api.get('/dear');
  impatient.end(() => undefined);
  await sleep(200);
  impatient.abort();
  await sleep(200);

  underWay.splice(0).forEach((work) => work.resolve(done));
  expect(await Promise.all(held)).toEqual([200, 200]);
  const next = api.get('/dear').then(({ status }) => status);
  await eventually(async () => expect(underWay).toHaveLength(1));
  underWay.splice(0).forEach((work) => work.resolve(done));
  expect(await next).toBe(200);
});
