import fc from 'fast-check';
import { PARTITIONS, partitionOf } from '@lead-nurturing/service-kit/outbox/partition';

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
