import { waitBeforeRetry } from '../../../nodes/shared/retry';

const now = Date.parse('2026-01-31T09:00:00Z');

test('When the answer has no Retry-After, then the pauses double and end after four retries', () => {
  const waits = [0, 1, 2, 3, 4].map((attempt) => waitBeforeRetry({ code: '503' }, attempt, now));
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, undefined]);
});

test.each([
  ['seconds', '7', 7_000],
  ['zero', '0', 0],
  ['a date', 'Sat, 31 Jan 2026 09:00:05 GMT', 5_000],
  ['a past date', 'Sat, 31 Jan 2026 08:00:00 GMT', 0],
  ['more than half a minute', '31', undefined],
  ['nonsense', 'soon', 500],
  ['nothing', '', 500],
])('When Retry-After is %s, then the pause follows it', (_, retryAfter, wait) => {
  expect(waitBeforeRetry({ code: '429', retryAfter }, 0, now)).toBe(wait);
});

test.each(['500', '404', '422', '', 'ECONNABORTED', 'ERR_CANCELED'])(
  'When the failure is %p, then there is no retry',
  (code) => {
    expect(waitBeforeRetry({ code }, 0, now)).toBeUndefined();
  },
);
