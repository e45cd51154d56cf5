import { reachabilityAfter, type Unreachable } from '@lead-nurturing/service-kit/webhooks/reachability';
import type { DeliveryResult } from '@lead-nurturing/service-kit/webhooks/partition-state';

const now = new Date('2096-03-02T09:00:00.000Z');
const HOUR = 3_600;
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const after = (before: Unreachable | null, result: DeliveryResult, retryAfterMs?: number) =>
  reachabilityAfter(before, { result, error: result === 'delivered' ? null : 'why', retryAfterMs, now });
const unreachable = (overrides: Partial<Unreachable> = {}): Unreachable => ({
  since: inSeconds(-HOUR),
  attempts: 3,
  retry_at: now,
  paused: false,
  error: 'before',
  ...overrides,
});

test.each([
  [null, 1],
  [1, 2],
  [5, 32],
  [6, 60],
  [5_000, 60],
])(
  'When %p deliveries did not reach the subscriber and one more does not, then it is tried in %i s',
  (attempts, wait) => {
    const before = attempts === null ? null : unreachable({ attempts });
    expect(after(before, 'unreachable')).toEqual({
      since: before?.since ?? now,
      attempts: (attempts ?? 0) + 1,
      retry_at: inSeconds(wait),
      paused: false,
      error: 'why',
    });
  },
);

test('When the subscriber was unreachable for a day, then it is paused and tried in ten minutes', () => {
  const almost = after(unreachable({ since: inSeconds(-24 * HOUR + 1), attempts: 1_500 }), 'unreachable');
  expect(almost).toMatchObject({ paused: false, retry_at: inSeconds(60) });
  const paused = after(unreachable({ since: inSeconds(-24 * HOUR), attempts: 1_500 }), 'unreachable');
  expect(paused).toMatchObject({ paused: true, retry_at: inSeconds(600) });
  expect(after({ ...paused!, since: inSeconds(-300 * HOUR) }, 'unreachable')).toMatchObject({ paused: true });
});

test('When a delivery is acknowledged, then the subscriber is reachable, paused or not', () => {
  for (const paused of [true, false]) expect(after(unreachable({ paused }), 'delivered')).toBeNull();
});

test('When a delivery fails, then the subscriber is reachable, but a pause goes on', () => {
  expect(after(unreachable(), 'failed')).toBeNull();
  const paused = unreachable({ paused: true, since: inSeconds(-30 * HOUR) });
  expect(after(paused, 'failed')).toEqual({ ...paused, retry_at: inSeconds(600) });
});

test.each([
  ['is longer than the wait', 120_000, 120],
  ['is shorter than the wait', 2_000, 8],
  ['is longer than an hour', 7_200_000, HOUR],
])('When Retry-After %s, then the next try respects it', (_, retryAfterMs, wait) => {
  expect(after(unreachable(), 'unreachable', retryAfterMs)?.retry_at).toEqual(inSeconds(wait));
});
