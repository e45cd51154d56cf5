import { setTimeout as sleep } from 'node:timers/promises';
import { createLog } from '@lead-nurturing/service-kit/runtime/log';
import { startWorker, type Worker } from '@lead-nurturing/service-kit/runtime/worker';
import { eventually } from '../../../support/eventually';

const log = createLog('test', 'silent');

let worker: Worker | undefined;
afterEach(() => worker?.stop());

function counting(tick: (n: number) => Promise<boolean>, idleMs: number) {
  const count = { turns: 0 };
  worker = startWorker({ name: 'test', log, idleMs, tick: () => tick((count.turns += 1)) });
  return { count, worker };
}

test('When there is more to do, then the next turn follows at once; when there is not, then it rests', async () => {
  const { count } = counting(async (n) => n < 5, 60_000);
  await eventually(async () => expect(count.turns).toBe(5));
  await sleep(50);
  expect(count.turns).toBe(5);
});

test('When it has rested, then it looks again', async () => {
  const began = performance.now();
  const { count } = counting(async () => false, 20);
  await eventually(async () => expect(count.turns).toBeGreaterThan(3));
  const restsAtMost = (performance.now() - began) / 19; // timers may be a little early
  expect(count.turns - 1).toBeLessThanOrEqual(restsAtMost);
});

test('When a turn fails, then it is tried again after the rest', async () => {
  const { count } = counting(() => Promise.reject(new Error('no database')), 10);
  await eventually(async () => expect(count.turns).toBeGreaterThan(2));
});

test('When it is woken while it rests or works, then it looks again at once', async () => {
  const { count, worker: woken } = counting(async () => {
    await sleep(20);
    return false;
  }, 60_000);
  woken.wake(); // during the first turn
  await eventually(async () => expect(count.turns).toBe(2));
  await sleep(60);
  woken.wake(); // while it rests
  await eventually(async () => expect(count.turns).toBe(3));
});

test('When it is stopped, then the turn under way ends first and none follows', async () => {
  let ended = 0;
  const { worker: stopped } = counting(async () => {
    await sleep(30);
    ended += 1;
    return true;
  }, 60_000);
  await sleep(5);
  await stopped.stop();
  expect(ended).toBe(1);
  stopped.wake();
  await sleep(50);
  expect(ended).toBe(1);
});

test('When it is stopped while it rests, then it stops at once', async () => {
  const { worker: resting } = counting(async () => false, 60_000);
  await sleep(10);
  const began = performance.now();
  await resting.stop();
  expect(performance.now() - began).toBeLessThan(10_000);
});
