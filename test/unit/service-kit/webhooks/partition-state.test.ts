import fc from 'fast-check';
import { offsetAfter } from '@lead-nurturing/service-kit/outbox/stream-offset';
import {
  afterDelivery,
  FULL_BATCH,
  startAt,
  type DeliveryResult,
  type PartitionState,
} from '@lead-nurturing/service-kit/webhooks/partition-state';

const now = new Date('2096-03-02T09:00:00.000Z');
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const next = { position: 9, offset: 4 };
const aState = (overrides: Partial<PartitionState> = {}): PartitionState => ({ ...startAt(7), ...overrides });
/** The subscriber acknowledged other events after the failures began, unless `deliveredAt` says otherwise. */
const after = (state: PartitionState, result: DeliveryResult, count = 10, deliveredAt: Date | null = inSeconds(1)) =>
  afterDelivery(state, { result, error: result === 'delivered' ? null : 'why', count, next, now, deliveredAt });

test('When a batch is delivered, then the partition goes on behind it with no failures and a larger size', () => {
  const state = aState({ attempts: 1, retry_count: 9, size: 13, retry_at: now, error: 'before' });
  const clean = { ...next, attempts: 0, failing_since: null, size: 26, retry_count: null, retry_at: null, error: null };
  expect(after(state, 'delivered')).toEqual({ state: clean, deadLetter: false });
  expect(after(aState({ size: 60 }), 'delivered').state.size).toBe(FULL_BATCH);
});

test.each([
  // attempts before, events in the batch → attempts, size, retry_count; seconds to wait; dead letter
  [0, 10, { attempts: 1, size: 100, retry_count: 10 }, 1, false],
  [1, 10, { attempts: 0, size: 5, retry_count: null }, 0, false],
  [1, 3, { attempts: 0, size: 2 }, 0, false],
  [1, 2, { attempts: 0, size: 1 }, 0, false],
  [0, 1, { attempts: 1, size: 100 }, 1, false],
  [1, 1, { attempts: 2, size: 100 }, 2, false],
  [2, 1, { attempts: 3, size: 100 }, 4, false],
  [3, 1, { attempts: 4, size: 100 }, 8, false],
  [4, 1, { attempts: 0, size: 1, ...next }, 0, true],
])(
  'When a batch failed %i times and its %i events fail again, then %j, retry in %i s, dead letter: %s',
  (attempts, count, to, wait, letter) => {
    const { state, deadLetter } = after(aState({ attempts }), 'failed', count);
    expect(deadLetter).toBe(letter);
    expect(state).toMatchObject({ ...offsetAfter(7), ...to });
    expect(state.retry_at).toEqual(wait === 0 ? null : inSeconds(wait));
  },
);

test('When the subscriber acknowledges nothing, then an event is retried for a day', () => {
  const failing = (attempts: number) => aState({ attempts, failing_since: inSeconds(-60) });
  for (const deliveredAt of [null, inSeconds(-61)])
    for (const attempts of [0, 4, 19, 100, 1_000, 1_438]) {
      const { state, deadLetter } = after(failing(attempts), 'failed', 1, deliveredAt);
      expect(deadLetter).toBe(false);
      expect(state.retry_at!.getTime()).toBeLessThanOrEqual(inSeconds(60).getTime());
    }
  expect(after(failing(1_439), 'failed', 1, null).deadLetter).toBe(true);
});

test('When others are acknowledged after an outage, then the event that fails is a dead letter', () => {
  const failing = aState({ attempts: 400, failing_since: inSeconds(-24_000) });
  expect(after(failing, 'failed', 1, inSeconds(-5)).deadLetter).toBe(true);
});

test('When the subscriber acknowledges nothing, then the retries of an event take about a day', () => {
  let state = aState({ size: 1 });
  let at = now;
  for (let deadLetter = false; !deadLetter;) {
    const overrides = { error: 'why', count: 1, next, deliveredAt: null, now: at };
    ({ state, deadLetter } = afterDelivery(state, { ...overrides, result: 'failed' }));
    at = state.retry_at ?? at;
  }
  const hours = (at.getTime() - now.getTime()) / 3_600_000;
  expect(hours).toBeGreaterThan(23);
  expect(hours).toBeLessThan(25);
});

test.each(['unreachable', 'gone'] as const)(
  'When the subscriber is %s, then the partition keeps its state and the retry has the same events',
  (result) => {
    const state = aState({ attempts: 4, size: 1 });
    expect(after(state, result, 1)).toEqual({ state: { ...state, retry_count: 1 }, deadLetter: false });
  },
);

/** What becomes of each event when the subscriber is unreachable at times and fails on some events. */
function deliverAll(domainEvents: number, poison: Set<number>, away: boolean[]) {
  let state = startAt(0);
  const delivered: number[] = [];
  const given: number[] = [];
  let deliveries = 0;
  for (; state.position < domainEvents; deliveries += 1) {
    const batch = Array.from(
      { length: Math.min(state.retry_count ?? state.size, domainEvents - state.position) },
      (_, i) => state.position + i,
    );
    const failed = batch.some((domainEvent) => poison.has(domainEvent)) ? 'failed' : 'delivered';
    const answered = away[deliveries] ? 'unreachable' : failed;
    const streamOffset = offsetAfter(state.position + batch.length);
    const result = afterDelivery(state, {
      result: answered,
      error: null,
      count: batch.length,
      next: streamOffset,
      now,
      deliveredAt: inSeconds(1),
    });
    if (result.deadLetter) given.push(...batch);
    else if (result.state.position > state.position) delivered.push(...batch);
    state = result.state;
    if (deliveries > 100_000) throw new Error('it never ends');
  }
  return { delivered, given, deliveries };
}

test('Property: every event is delivered once or, if it fails alone, becomes a dead letter', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.uniqueArray(fc.nat(399), { maxLength: 12 }),
      fc.array(fc.boolean(), { maxLength: 60 }),
      (domainEvents, poison, away) => {
        const { delivered, given, deliveries } = deliverAll(domainEvents, new Set(poison), away);
        const bad = poison.filter((domainEvent) => domainEvent < domainEvents).sort((a, b) => a - b);
        expect(given).toEqual(bad);
        expect(delivered).toEqual(
          Array.from({ length: domainEvents }, (_, i) => i).filter((domainEvent) => !bad.includes(domainEvent)),
        );
        const absences = away.filter(Boolean).length;
        // Each poison costs at most its halvings twice over, its own attempts and the way back up.
        expect(deliveries).toBeLessThanOrEqual(Math.ceil(domainEvents / FULL_BATCH) + absences + bad.length * 50);
      },
    ),
    { numRuns: 300 },
  );
});
