import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { eachItem } from '@lead-nurturing/service-kit/bulk';
import { AppError, NotFoundError } from '@lead-nurturing/service-kit/errors';

const caller = { company: 'acme', scopes: ['*'], actor: 'test', requestId: 'req-1' };

test('Property: each item has one result, in the order of the items; items of one key run in order', async () => {
  const item = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), ms: fc.nat(3), fails: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(item, { maxLength: 40 }), async (overrides) => {
      const items = overrides.map((one, index) => ({ ...one, index }));
      const handled: Record<string, number[]> = {};
      const busy = new Set<string>();
      const handle = eachItem<(typeof items)[number], number>(
        ({ key }) => key,
        async (_, { key, ms, fails, index }) => {
          expect(busy.has(key)).toBe(false);
          busy.add(key);
          await sleep(ms);
          busy.delete(key);
          (handled[key] ??= []).push(index);
          if (fails) throw new AppError(409, 'REFUSED', 'No.', { index });
          return index;
        },
      );
      const answers = await handle(caller, items);
      for (const indexes of Object.values(handled)) expect(indexes).toEqual(indexes.toSorted((a, b) => a - b));
      expect(answers).toEqual(
        items.map(({ fails, index }) => (fails ? new AppError(409, 'REFUSED', 'No.', { index }) : index)),
      );
    }),
    { numRuns: 100 },
  );
});

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

test('When items have different keys, then eight are under way at once and no more', async () => {
  let now = 0;
  let most = 0;
  const handle = eachItem(String, async () => {
    most = Math.max(most, (now += 1));
    await sleep(5);
    now -= 1;
  });
  await handle(caller, numbers(30));
  expect(most).toBe(8);
});

test('When an item fails as expected, then it fails alone; when it is a bug, then all of them fail', async () => {
  const handle = eachItem(String, async (_, item: string) => {
    if (item === 'unknown') throw new NotFoundError('lead', item);
    if (item === 'bug') throw new TypeError('a bug');
    return item;
  });
  expect(await handle(caller, ['a', 'unknown', 'b'])).toEqual(['a', new NotFoundError('lead', 'unknown'), 'b']);
  await expect(handle(caller, ['a', 'bug', 'b'])).rejects.toThrow('a bug');
});

test('When one item is a bug, then no further ones are begun', async () => {
  const begun: number[] = [];
  const handle = eachItem(String, async (_, index: number) => {
    begun.push(index);
    await sleep(5);
    if (index === 0) throw new TypeError('a bug');
  });
  await expect(handle(caller, numbers(40))).rejects.toThrow('a bug');
  const then = begun.length;
  await sleep(50);
  expect(begun.length).toBe(then);
});
