import { changeAfter, retryAt } from '@lead-nurturing/communication-engine/sending/change-after';
import { mayFollow, MESSAGE_STATUSES, statusesBefore } from '@lead-nurturing/communication-engine/messages/status';
import { addressHash } from '@lead-nurturing/communication-engine/messages/address-hash';
import { maskedEmail } from '@lead-nurturing/communication-engine/suppression/unsubscribe.pages';
import fc from 'fast-check';

const now = new Date('2096-03-02T09:00:00.000Z');
const seconds = (at: Date) => (at.getTime() - now.getTime()) / 1_000;

describe('status', () => {
  test('When a message has a final status, then no status follows', () => {
    for (const end of ['submitted', 'skipped', 'failed'] as const)
      expect(MESSAGE_STATUSES.filter((to) => mayFollow(end, to))).toEqual([]);
  });

  test('When a message is unknown, then it is never queued again', () => {
    expect(mayFollow('unknown', 'queued')).toBe(false);
    expect(mayFollow('unknown', 'submitting')).toBe(false);
    expect(statusesBefore('submitting')).toEqual(['queued']);
  });

  test('When the outcome of an unknown message arrives late, then it can be recorded', () => {
    expect(statusesBefore('submitted')).toEqual(['submitting', 'unknown']);
  });
});

describe('retry', () => {
  test('When a provider defers a message again and again, then the waits grow', () => {
    const waits = [1, 2, 3, 4].map((attempts) => seconds(retryAt({ attempts, now, random: 0 })));
    expect(waits).toEqual([10, 60, 360, 2_160]);
  });

  test('When the provider names a wait, then the retry is not earlier and at most a quarter later', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_600_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (ms, random) => {
        const wait = retryAt({ attempts: 1, retry_after_ms: ms, now, random }).getTime() - now.getTime();
        expect(wait).toBeGreaterThanOrEqual(ms);
        expect(wait).toBeLessThanOrEqual(ms * 1.25 + 1);
      }),
    );
  });

  test('When the provider names a wait of more than a day, then the retry is within about a day', () => {
    expect(seconds(retryAt({ attempts: 1, retry_after_ms: 1e15, now, random: 0 }))).toBe(86_400);
  });
});

describe('change', () => {
  const circumstances = { provider: 'smtp', attempts: 1, now, random: 0 };

  test('When the provider refuses a message, then it has failed without a dead letter', () => {
    expect(changeAfter({ status: 'refused', reason: 'RCPT TO answered 550' }, circumstances)).toEqual({
      status: 'failed',
      reason: 'RCPT TO answered 550',
      given_up: false,
    });
  });

  test('When the provider defers a message for the fifth time, then the message is given up', () => {
    const deferred = { status: 'deferred', reason: 'ECONNREFUSED' } as const;
    expect(changeAfter(deferred, { ...circumstances, attempts: 4 })).toMatchObject({ status: 'queued' });
    expect(changeAfter(deferred, { ...circumstances, attempts: 5 })).toMatchObject({
      status: 'failed',
      given_up: true,
    });
  });
});

describe('addresses', () => {
  test('When an address differs in case or spaces, then its hash is the same', () => {
    expect(addressHash('acme', ' Ada@Example.COM ')).toBe(addressHash('acme', 'ada@example.com'));
  });

  test('When two companies have the same address, then its hashes differ', () => {
    expect(addressHash('acme', 'ada@example.com')).not.toBe(addressHash('globex', 'ada@example.com'));
  });

  test('When an address is shown on a page, then it is masked', () => {
    expect(maskedEmail('ada.lovelace@example.com')).toBe('a•••@example.com');
  });
});
