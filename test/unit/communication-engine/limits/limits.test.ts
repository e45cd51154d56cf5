import fc from 'fast-check';
import { refineClockOffset, type Offset } from '@lead-nurturing/communication-engine/limits/database-time';
import {
  leadTimeAfter,
  MIN_LEAD_TIME_MS,
  slotsOf,
  spacingMs,
  TOLERANCE_MS,
} from '@lead-nurturing/communication-engine/limits/slot';

describe('slot', () => {
  test('When slots are used as unevenly as the tolerance allows, then no window exceeds the rate', () => {
    const rate = fc.record({
      messages: fc.integer({ min: 1, max: 500 }),
      window_ms: fc.integer({ min: 100, max: 60_000 }),
    });
    const lateness = fc.array(fc.double({ min: 0, max: TOLERANCE_MS, noNaN: true }), {
      minLength: 600,
      maxLength: 600,
    });
    fc.assert(
      fc.property(rate, lateness, ({ messages, window_ms }, late) => {
        const spacing = spacingMs({ messages, window_ms });
        const times = late.map((ms, index) => index * spacing + ms);
        for (let index = 0; index + messages < times.length; index += 1)
          expect(times[index + messages]! - times[index]!).toBeGreaterThanOrEqual(window_ms - 1e-6);
      }),
      { numRuns: 100 },
    );
  });

  test('When a slot is used between its bounds, then the tolerance holds by the database clock', () => {
    const way = fc.double({ min: 0, max: 300, noNaN: true });
    const trips = fc.array(fc.record({ there: way, back: way, pause: fc.integer({ min: 0, max: 20_000 }) }), {
      minLength: 1,
      maxLength: 30,
    });
    const drift = fc.double({ min: -0.0005, max: 0.0005, noNaN: true });
    fc.assert(
      fc.property(trips, drift, fc.integer({ min: -1e6, max: 1e6 }), (asking, drifting, ahead) => {
        const databaseTime = (monotonicNow: number) => 1.7e12 + ahead + monotonicNow * (1 + drifting);
        let monotonicNow = 0;
        let offset: Offset | null = null;
        for (const { there, back, pause } of asking) {
          const asked = (monotonicNow += pause);
          const now = Math.floor(databaseTime(asked + there));
          const answered = (monotonicNow = asked + there + back);
          offset = refineClockOffset(offset, { now, asked, answered });
          const first = now + 700;
          const [slot] = slotsOf({ first, count: 1, spacing: 100, leadTime: 20 }, offset);
          expect(databaseTime(slot!.opens_at)).toBeGreaterThanOrEqual(first - 1);
          expect(databaseTime(slot!.closes_at)).toBeLessThanOrEqual(first + TOLERANCE_MS + 1);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('When a slow answer follows a quick one, then the bounds of the clock offset stay narrow', () => {
    const quick = refineClockOffset(null, { now: 1_000, asked: 0, answered: 2 });
    const slow = refineClockOffset(quick, { now: 1_200, asked: 100, answered: 500 });
    const [slot] = slotsOf({ first: 2_000, count: 1, spacing: 100, leadTime: 20 }, slow);
    expect(slot!.closes_at - slot!.opens_at).toBeGreaterThan(TOLERANCE_MS - 16);
  });

  test("When the database's clock is set back, then we believe it", () => {
    const before = refineClockOffset(null, { now: 100_000, asked: 0, answered: 2 });
    expect(refineClockOffset(before, { now: 5_000, asked: 10, answered: 12 })).toMatchObject({
      least: 4_988,
      most: 4_991,
    });
  });

  test('When preparing a message takes long, then the lead time grows, and shrinks slowly afterwards', () => {
    let ahead = leadTimeAfter(MIN_LEAD_TIME_MS, 200);
    expect(ahead).toBe(250);
    for (let quick = 0; quick < 500; quick += 1) ahead = leadTimeAfter(ahead, 2);
    expect(ahead).toBe(MIN_LEAD_TIME_MS);
    expect(leadTimeAfter(ahead, 60_000)).toBe(2_000);
  });
});
