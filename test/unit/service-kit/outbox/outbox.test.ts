import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { PARTITIONS, partitionOf } from '@lead-nurturing/service-kit/outbox/partition';
import { fingerprint, sign } from '@lead-nurturing/service-kit/webhooks/sign';

test.each([
  // FNV-1a, 32 bit: the published vectors "", "a", "foobar" are 811c9dc5, e40c292c and bf9cf968
  ['', 5],
  ['a', 4],
  ['foobar', 0],
])(
  'When the subject is "%s", then its partition is %i, in every version and on every machine',
  (subject, partition) => {
    expect(partitionOf(subject)).toBe(partition);
  },
);

test('Property: a subject has one partition, and it is one of eight', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (subject) => {
      expect(partitionOf(subject)).toBe(partitionOf(subject));
      expect(Number.isInteger(partitionOf(subject)) && partitionOf(subject) >= 0).toBe(true);
      expect(partitionOf(subject)).toBeLessThan(PARTITIONS);
    }),
    { numRuns: 500 },
  );
});

test('When leads are many, then no partition has much more than its share', () => {
  const count = Array.from({ length: PARTITIONS }, () => 0);
  for (let n = 0; n < 8_000; n += 1)
    count[partitionOf(`01a1fd98-2dd4-7408-a7fe-${n.toString(16).padStart(12, '0')}`)]! += 1;
  expect(Math.max(...count)).toBeLessThan(1_300);
  expect(Math.min(...count)).toBeGreaterThan(700);
});

test('When a delivery is signed, then anybody with the secret finds the same signature', () => {
  // printf '1772442000.{"a":1}' | openssl dgst -sha256 -hmac 'a secret of at least thirty-two characters'
  expect(sign('a secret of at least thirty-two characters', '1772442000', '{"a":1}')).toBe(
    'sha256=e02cab2f130b20a8de14841e82e69d6ec8997195fd4667a0c115f4d272734b84',
  );
});

test('Property: another secret, time or body has another signature', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string(), { minLength: 6, maxLength: 6 }),
      ([s1 = '', t1 = '', b1 = '', s2 = '', t2 = '', b2 = '']) => {
        fc.pre(s1 !== s2 || `${t1}.${b1}` !== `${t2}.${b2}`);
        const mac = createHmac('sha256', s1).update(`${t1}.${b1}`).digest('hex');
        expect(sign(s1, t1, b1)).toBe(`sha256=${mac}`);
        expect(sign(s1, t1, b1)).not.toBe(sign(s2, t2, b2));
      },
    ),
    { numRuns: 300 },
  );
});

test('When a secret is told by its fingerprint, then it is 16 hex digits that tell nothing of it', () => {
  // printf 'abc' | sha256sum
  expect(fingerprint('abc')).toBe('ba7816bf8f01cfea');
});
