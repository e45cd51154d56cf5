import { Id } from '@lead-nurturing/contracts/common/common';
import { kitWorld, type KitWorld } from '../../../support/worlds/kit-world';

let world: KitWorld;
beforeAll(async () => {
  world = await kitWorld();
  await world.connection.db!.createCollection('effects');
});

const effects = (operation: string) => world.connection.collection('effects').countDocuments({ operation });

/** Answers `<caller>:<key>`, and leaves a trace for every key it was given. */
const doEach = (caller: number, operation: string, keys: string[], company = 'acme') =>
  world.idempotentEach({ company, operation, keys, result: Id }, async (session, fresh) => {
    const traces = fresh.map((key) => ({ operation, company, key }));
    await world.connection.collection('effects').insertMany(traces, { session });
    return new Map(fresh.map((key) => [key, `${String(caller)}:${key}`]));
  });

test('When a batch has old, new and repeated keys, then each new one is handled once and all are answered', async () => {
  await doEach(1, 'mixed', ['a', 'b']);
  const answers = await doEach(2, 'mixed', ['b', 'c', 'c', 'd']);

  expect(answers).toEqual(
    new Map([
      ['b', '1:b'],
      ['c', '2:c'],
      ['d', '2:d'],
    ]),
  );
  expect(await effects('mixed')).toBe(4);
});

test('When a batch has no new key, then the work does not run', async () => {
  await doEach(1, 'again', ['a', 'b']);
  expect(await doEach(2, 'again', ['b', 'a'])).toEqual(
    new Map([
      ['a', '1:a'],
      ['b', '1:b'],
    ]),
  );
  expect(await effects('again')).toBe(2);
});

test('When overlapping batches run at once, then each key is handled once and has the same answer', async () => {
  const keys = Array.from({ length: 10 }, (_, index) => `k${String(index)}`);
  const batches = Array.from({ length: 6 }, (_, caller) => [...keys.slice(caller), `only-${String(caller)}`]);

  const answers = await Promise.all(batches.map((batch, caller) => doEach(caller, 'race', batch)));

  expect(await effects('race')).toBe(10 + 6);
  for (const key of keys) expect(new Set(answers.flatMap((answer) => answer.get(key) ?? [])).size).toBe(1);
});

test('When another company uses the same keys, then the work runs for that company too', async () => {
  await doEach(1, 'tenants', ['a']);
  expect(await doEach(2, 'tenants', ['a'], 'globex')).toEqual(new Map([['a', '2:a']]));
});

test('When the work fails, then its keys can be used again', async () => {
  const operation = { company: 'acme', operation: 'failing', keys: ['a', 'b'], result: Id };
  await expect(world.idempotentEach(operation, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await doEach(2, 'failing', ['a', 'b'])).toEqual(
    new Map([
      ['a', '2:a'],
      ['b', '2:b'],
    ]),
  );
});
