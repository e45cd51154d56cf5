import { setTimeout as sleep } from 'node:timers/promises';
import { createLog } from '@lead-nurturing/service-kit/runtime/log';
import { startWorker, type Worker } from '@lead-nurturing/service-kit/runtime/worker';
import { eventually } from '../../../support/eventually';

const log = createLog('test', 'silent');
const NEVER_MS = 60_000;

let worker: Worker | undefined;
afterEach(() => worker?.stop());

function counting(tick: (n: number) => Promise<boolean>, idleMs: number) {
  const count = { ticks: 0 };
  worker = startWorker({ name: 'test', log, idleMs, tick: () => tick((count.ticks += 1)) });
  return { count, worker };
}

test('When a tick says that there is more, then the next follows at once; otherwise the worker pauses', async () => {
  const { count, worker } = counting(async (n) => n < 5, NEVER_MS);
  await eventually(async () => expect(count.ticks).toBe(5));
  await worker.wake();
  expect(count.ticks).toBe(6);
});

test('When the pause is over, then the next tick runs', async () => {
  const began = performance.now();
  const { count } = counting(async () => false, 20);
  await eventually(async () => expect(count.ticks).toBeGreaterThan(3));
  const pausesAtMost = (performance.now() - began) / 19; // timers may be a little early
  expect(count.ticks - 1).toBeLessThanOrEqual(pausesAtMost);
});

test('When a tick fails, then it is repeated after the pause', async () => {
  const { count } = counting(() => Promise.reject(new Error('no database')), 10);
  await eventually(async () => expect(count.ticks).toBeGreaterThan(2));
});

test('When the worker is woken during a tick, then wake resolves after the tick that follows', async () => {
  const first = Promise.withResolvers<boolean>();
  const { count, worker } = counting((n) => (n === 1 ? first.promise : Promise.resolve(false)), NEVER_MS);
  const woken = worker.wake();
  first.resolve(false);
  await woken;
  expect(count.ticks).toBe(2);
  await worker.wake(); // this time during the pause
  expect(count.ticks).toBe(3);
});

test('When a woken worker has more work, then wake resolves when none is left', async () => {
  const { count, worker } = counting(async (n) => n > 1 && n < 5, NEVER_MS);
  await worker.wake();
  expect(count.ticks).toBe(5);
});

test('When the worker is stopped, then the running tick ends first and no other begins', async () => {
  let ended = 0;
  const { worker: stopped } = counting(async () => {
    await sleep(30);
    ended += 1;
    return true;
  }, NEVER_MS);
  const woken = stopped.wake();
  await stopped.stop();
  await woken;
  expect(ended).toBe(1);
  await stopped.wake();
  expect(ended).toBe(1);
});

test('When the worker is stopped during its pause, then stop does not wait for the end of the pause', async () => {
  const { worker: pausing } = counting(async () => false, NEVER_MS);
  await pausing.wake();
  const began = performance.now();
  await pausing.stop();
  expect(performance.now() - began).toBeLessThan(10_000);
});
