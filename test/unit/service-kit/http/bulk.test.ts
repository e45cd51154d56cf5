import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { handleBulk } from '@lead-nurturing/service-kit/bulk';
import { AppError, NotFoundError } from '@lead-nurturing/service-kit/errors';

const requestId = 'req-1';

test('Property: results come one for one and in the order of the items, and items of one key are handled in order', async () => {
  const item = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), ms: fc.nat(3), fails: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(item, { maxLength: 40 }), async (overrides) => {
      const items = overrides.map((one, index) => ({ ...one, index }));
      const handled: Record<string, number[]> = {};
      const busy = new Set<string>();
      const { results } = await handleBulk(items, {
        requestId,
        keyOf: ({ key }) => key,
        handle: async ({ key, ms, fails, index }) => {
          expect(busy.has(key)).toBe(false);
          busy.add(key);
          await sleep(ms);
          busy.delete(key);
          (handled[key] ??= []).push(index);
          if (fails) throw new AppError(409, 'REFUSED', 'No.', { index });
          return index;
        },
      });
      for (const indexes of Object.values(handled)) expect(indexes).toEqual(indexes.toSorted((a, b) => a - b));
      const error = (index: number) => ({
        error_code: 'REFUSED',
        message: 'No.',
        details: { index },
        request_id: requestId,
      });
      expect(results).toEqual(
        items.map(({ fails, index }) =>
          fails ? { outcome: 'failed', error: error(index) } : { outcome: 'done', result: index },
        ),
      );
    }),
    { numRuns: 100 },
  );
});

test('When items have different keys, then eight are under way at once and no more', async () => {
  let now = 0;
  let most = 0;
  await handleBulk(
    Array.from({ length: 30 }, (_, index) => index),
    {
      requestId,
      keyOf: String,
      handle: async () => {
        most = Math.max(most, (now += 1));
        await sleep(5);
        now -= 1;
      },
    },
  );
  expect(most).toBe(8);
});

test('When an item fails as expected, then it fails alone; when it is a bug, then the request fails', async () => {
  const handle = async (item: string) => {
    if (item === 'unknown') throw new NotFoundError('lead', item);
    if (item === 'bug') throw new TypeError('a bug');
    return item;
  };
  const options = { requestId, keyOf: (item: string) => item, handle };
  const { results } = await handleBulk(['a', 'unknown', 'b'], options);
  expect(results.map(({ outcome }) => outcome)).toEqual(['done', 'failed', 'done']);
  await expect(handleBulk(['a', 'bug', 'b'], options)).rejects.toThrow('a bug');
});

test('When one item is a bug, then no further ones are begun', async () => {
  const begun: number[] = [];
  const bulk = handleBulk(
    Array.from({ length: 40 }, (_, index) => index),
    {
      requestId,
      keyOf: String,
      handle: async (index) => {
        begun.push(index);
        await sleep(5);
        if (index === 0) throw new TypeError('a bug');
      },
    },
  );
  await expect(bulk).rejects.toThrow('a bug');
  const then = begun.length;
  await sleep(50);
  expect(begun.length).toBe(then);
});
