import { changeAfter, retryAt } from '@lead-nurturing/communication-engine/sending/change-after';
import { mayFollow, MESSAGE_STATUSES, statusesBefore } from '@lead-nurturing/communication-engine/messages/status';
import { addressHash } from '@lead-nurturing/communication-engine/messages/address-hash';
import { maskedEmail } from '@lead-nurturing/communication-engine/suppression/unsubscribe.pages';
import fc from 'fast-check';

const now = new Date('2096-03-02T09:00:00.000Z');
const seconds = (at: Date) => (at.getTime() - now.getTime()) / 1_000;

describe('status', () => {
  test('When a message has reached an end, then nothing follows', () => {
    for (const end of ['submitted', 'skipped', 'failed'] as const)
      expect(MESSAGE_STATUSES.filter((to) => mayFollow(end, to))).toEqual([]);
  });

  test('When it is unknown whether a message went out, then it is never queued again', () => {
    expect(mayFollow('unknown', 'queued')).toBe(false);
    expect(mayFollow('unknown', 'submitting')).toBe(false);
    expect(statusesBefore('submitting')).toEqual(['queued']);
  });

  test('When the truth about an unknown message comes late, then it may still be recorded', () => {
    expect(statusesBefore('submitted')).toEqual(['submitting', 'unknown']);
  });
});

describe('retry', () => {
  test('When a provider puts a message off, then the waits grow', () => {
    const waits = [1, 2, 3, 4].map((attempts) => seconds(retryAt({ attempts, now, random: 0 })));
    expect(waits).toEqual([10, 60, 360, 2_160]);
  });

  test('When the provider says how long to wait, then it is never less and at most a quarter more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_600_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (ms, random) => {
        const wait = retryAt({ attempts: 1, retry_after_ms: ms, now, random }).getTime() - now.getTime();
        expect(wait).toBeGreaterThanOrEqual(ms);
        expect(wait).toBeLessThanOrEqual(ms * 1.25 + 1);
      }),
    );
  });

  test('When the provider names a time beyond reason, then a day is enough', () => {
    expect(seconds(retryAt({ attempts: 1, retry_after_ms: 1e15, now, random: 0 }))).toBe(86_400);
  });
});

describe('change', () => {
  const circumstances = { provider: 'smtp', attempts: 1, now, random: 0 };

  test('When the provider refuses, then the message has failed and nobody needs to look at it', () => {
    expect(changeAfter({ status: 'refused', reason: 'RCPT TO answered 550' }, circumstances)).toEqual({
      status: 'failed',
      reason: 'RCPT TO answered 550',
      given_up: false,
    });
  });

  test('When the provider puts it off for the fifth time, then it is given up', () => {
    const deferred = { status: 'deferred', reason: 'ECONNREFUSED' } as const;
    expect(changeAfter(deferred, { ...circumstances, attempts: 4 })).toMatchObject({ status: 'queued' });
    expect(changeAfter(deferred, { ...circumstances, attempts: 5 })).toMatchObject({
      status: 'failed',
      given_up: true,
    });
  });
});

describe('addresses', () => {
  test('When an address is written differently, then it is the same mailbox', () => {
    expect(addressHash('acme', ' Ada@Example.COM ')).toBe(addressHash('acme', 'ada@example.com'));
  });

  test('When another company writes to the same address, then its suppression is another', () => {
    expect(addressHash('acme', 'ada@example.com')).not.toBe(addressHash('globex', 'ada@example.com'));
  });

  test('When an address is shown, then only its owner recognises it', () => {
    expect(maskedEmail('ada.lovelace@example.com')).toBe('a•••@example.com');
  });
});
