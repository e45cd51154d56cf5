import { Id } from '@lead-nurturing/contracts/common/common';
import { ApiKey } from '@lead-nurturing/contracts/access/api-key';
import { AppError } from '@lead-nurturing/service-kit/errors';
import { kitWorld, type KitWorld } from '../../../support/worlds/kit-world';

let world: KitWorld;
beforeAll(async () => {
  world = await kitWorld();
  await world.connection.db!.createCollection('effects');
  await world.connection.collection('effects').createIndex({ name: 1 }, { unique: true }, {});
});

const effects = (filter: object = {}) => world.connection.collection('effects').countDocuments(filter);

let operations = 0;
/** An operation of its own, so that tests do not share a key. */
const anOperation = () => ({ company: 'acme', operation: `op-${(operations += 1)}`, key: 'k', result: Id });

test('When one key is sent twenty times at once, then the work runs once and all get its result', async () => {
  const operation = anOperation();
  let attempts = 0;
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, caller) =>
      world.idempotent(operation, async (session) => {
        attempts += 1;
        await world.connection
          .collection('effects')
          .insertOne({ name: `${operation.operation}-${caller}` }, { session });
        return `answer of ${caller}`;
      }),
    ),
  );
  expect(new Set(answers).size).toBe(1);
  expect(attempts).toBeGreaterThan(1); // they did compete
  expect(await effects({ name: { $regex: `^${operation.operation}-` } })).toBe(1);
});

test('When a key is repeated, then the first result is returned and the work does not run', async () => {
  const operation = { ...anOperation(), result: ApiKey };
  const first = { id: 'i', label: 'l', scopes: ['*'], origin: 'api' as const, created_at: '2096-03-02T08:00:00Z' };
  expect(await world.idempotent(operation, async () => first)).toEqual(first);
  const again = world.idempotent(operation, () => Promise.reject(new Error('never called')));
  expect(await again).toEqual(first);
});

test('When a key is used for another operation or by another company, then the work runs again', async () => {
  const operation = anOperation();
  const all = [operation, { ...operation, operation: 'another' }, { ...operation, company: 'globex' }];
  const keys = [...all, { ...operation, key: 'k2' }];
  for (const [index, one] of keys.entries())
    expect(await world.idempotent(one, async () => `${index}`)).toBe(`${index}`);
});

test.each([new Error('a bug'), new AppError(409, 'REFUSED', 'No.')])(
  'When the work throws (%s), then nothing is stored and the key can be used again',
  async (error) => {
    const operation = anOperation();
    const failing = world.idempotent(operation, async (session) => {
      await world.connection.collection('effects').insertOne({ name: operation.operation }, { session });
      await world.outbox.append(session, 'acme', []);
      throw error;
    });
    await expect(failing).rejects.toBe(error);
    expect(await effects({ name: operation.operation })).toBe(0);
    const again = await world.idempotent(operation, async (session) => {
      await world.connection.collection('effects').insertOne({ name: operation.operation }, { session });
      return 'done';
    });
    expect(again).toBe('done');
  },
);

test('When twenty transactions insert the same document, then one inserts it and the others find it', async () => {
  const name = 'the same thing';
  const collection = world.connection.collection('effects');
  const made = await Promise.all(
    Array.from({ length: 20 }, () =>
      world.inTransaction(async (session) => {
        if (await collection.findOne({ name }, { session })) return 'found';
        await collection.insertOne({ name }, { session });
        return 'made';
      }),
    ),
  );
  expect(made.filter((what) => what === 'made')).toHaveLength(1);
  expect(await effects({ name })).toBe(1);
});

test('When a unique index refuses an insert, then the transaction is repeated and finds the document', async () => {
  const collection = world.connection.collection('effects');
  await collection.insertOne({ name: 'made by somebody' });
  let looks = 0;
  const found = await world.inTransaction(async (session) => {
    looks += 1;
    if (looks === 1) await collection.insertOne({ name: 'made by somebody' }, { session });
    return collection.countDocuments({ name: 'made by somebody' }, { session });
  });
  expect([found, looks]).toEqual([1, 2]);
});

test('When a unique index refuses every attempt, then the transaction fails with the duplicate key', async () => {
  const collection = world.connection.collection('effects');
  await collection.insertOne({ name: 'taken' });
  let looks = 0;
  const taking = world.inTransaction((session) => {
    looks += 1;
    return collection.insertOne({ name: 'taken' }, { session });
  });
  await expect(taking).rejects.toMatchObject({ code: 11_000 });
  expect(looks).toBe(5);
});
