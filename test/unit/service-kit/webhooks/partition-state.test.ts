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
/** Others are taken meanwhile, unless said. */
const after = (state: PartitionState, outcome: DeliveryResult, count = 10, deliveredAt: Date | null = inSeconds(1)) =>
  afterDelivery(state, { outcome, error: outcome === 'delivered' ? null : 'why', count, next, now, deliveredAt });

test('When a batch is delivered, then the partition goes on behind it with a clean slate and larger steps', () => {
  const state = aState({ attempts: 1, absences: 3, size: 13, retry_at: now, error: 'before' });
  const clean = { ...next, attempts: 0, failing_since: null, absences: 0, size: 26, retry_at: null, error: null };
  expect(after(state, 'delivered')).toEqual({ state: clean, deadLetter: false });
  expect(after(aState({ size: 60 }), 'delivered').state.size).toBe(FULL_BATCH);
});

test.each([
  // attempts before, facts in the batch → attempts, size, seconds to wait, given up
  [0, 10, { attempts: 1, size: 100 }, 1, false],
  [1, 10, { attempts: 0, size: 5 }, 0, false],
  [1, 3, { attempts: 0, size: 2 }, 0, false],
  [1, 2, { attempts: 0, size: 1 }, 0, false],
  [0, 1, { attempts: 1, size: 100 }, 1, false],
  [1, 1, { attempts: 2, size: 100 }, 2, false],
  [2, 1, { attempts: 3, size: 100 }, 4, false],
  [3, 1, { attempts: 4, size: 100 }, 8, false],
  [4, 1, { attempts: 0, size: 1, ...next }, 0, true],
])(
  'When it failed %i times and a batch of %i fails, then %j, in %i s, given up: %s',
  (attempts, count, to, wait, letter) => {
    const { state, deadLetter } = after(aState({ attempts, absences: 2 }), 'failed', count);
    expect(deadLetter).toBe(letter);
    expect(state).toMatchObject({ ...offsetAfter(7), ...to, absences: 0 });
    expect(state.retry_at).toEqual(wait === 0 ? null : inSeconds(wait));
  },
);

test('When nothing at all gets through, then a fact is not given up until it has had a day', () => {
  const failing = (attempts: number) => aState({ attempts, failing_since: inSeconds(-60) });
  for (const deliveredAt of [null, inSeconds(-61)])
    for (const attempts of [0, 4, 19, 100, 1_000, 1_438]) {
      const { state, deadLetter } = after(failing(attempts), 'failed', 1, deliveredAt);
      expect(deadLetter).toBe(false);
      expect(state.retry_at!.getTime()).toBeLessThanOrEqual(inSeconds(60).getTime());
    }
  expect(after(failing(1_439), 'failed', 1, null).deadLetter).toBe(true);
});

test('When others get through again after a long time in which nothing did, then the one that still fails is given up', () => {
  const failing = aState({ attempts: 400, failing_since: inSeconds(-24_000) });
  expect(after(failing, 'failed', 1, inSeconds(-5)).deadLetter).toBe(true);
});

test('When nothing gets through, then a fact has had about a day by the time it is given up', () => {
  let state = aState({ size: 1 });
  let at = now;
  for (let deadLetter = false; !deadLetter;) {
    const overrides = { error: 'why', count: 1, next, deliveredAt: null, now: at };
    ({ state, deadLetter } = afterDelivery(state, { ...overrides, outcome: 'failed' }));
    at = state.retry_at ?? at;
  }
  const hours = (at.getTime() - now.getTime()) / 3_600_000;
  expect(hours).toBeGreaterThan(23);
  expect(hours).toBeLessThan(25);
});

test.each([
  [0, 1],
  [1, 2],
  [5, 32],
  [6, 60],
  [5_000, 60],
])('When nobody was there %i times and is not now, then it waits %i s and forgets nothing', (absences, seconds) => {
  const state = aState({ attempts: 4, absences, size: 1 });
  const expected = { ...state, absences: absences + 1, retry_at: inSeconds(seconds), error: 'why' };
  expect(after(state, 'unreachable', 1)).toEqual({ state: expected, deadLetter: false });
});

/** A subscriber that is away now and then and fails on some facts; what becomes of each fact. */
function deliverAll(domainEvents: number, poison: Set<number>, away: boolean[]) {
  let state = startAt(0);
  const delivered: number[] = [];
  const given: number[] = [];
  let deliveries = 0;
  for (; state.position < domainEvents; deliveries += 1) {
    const batch = Array.from(
      { length: Math.min(state.size, domainEvents - state.position) },
      (_, i) => state.position + i,
    );
    const failed = batch.some((domainEvent) => poison.has(domainEvent)) ? 'failed' : 'delivered';
    const outcome = away[deliveries] ? 'unreachable' : failed;
    const streamOffset = offsetAfter(state.position + batch.length);
    const result = afterDelivery(state, {
      outcome,
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

test('Property: it always ends, nothing is lost or doubled, and exactly what fails alone is given up', () => {
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
