import { createLease, leaseModel } from '@lead-nurturing/service-kit/mongo/lease';
import { buildIndexes, type Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { freshDatabase } from '../../../support/database';

let connection: Connection;
beforeAll(async () => {
  connection = await freshDatabase();
  leaseModel(connection);
  await buildIndexes(connection);
});

afterEach(() => jest.restoreAllMocks());

const kept = (name: string) => leaseModel(connection).findById(name).orFail().lean();
/** The database's clock, in milliseconds. */
const databaseTime = async () => (await connection.db!.command({ hello: 1 })).localTime.getTime() as number;
/** Ends the lease at once, as ten seconds without a renewal do. */
const endTerm = (name: string) =>
  leaseModel(connection).updateOne({ _id: name }, { $set: { held_until: new Date(0) } });
/** Makes the next `hold` ask the database, as it does after a third of the term. */
const passRenewal = () => jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_400);

test('When many instances want one lease at the same time, then one of them holds it', async () => {
  for (let round = 0; round < 20; round += 1) {
    const contenders = Array.from({ length: 8 }, () => createLease(connection, `contended-${round}`));
    const held = await Promise.all(contenders.map((lease) => lease.hold()));
    expect(held.filter(Boolean)).toHaveLength(1);
    const again = await Promise.all(contenders.map((lease) => lease.hold()));
    expect(again).toEqual(held);
  }
});

test("When a lease is taken, then it ends ten seconds later by the database's clock", async () => {
  jest.spyOn(Date, 'now').mockReturnValue(0); // ours is wrong
  const before = await databaseTime();
  await createLease(connection, 'timed').hold();
  const { held_until } = await kept('timed');
  expect(held_until.getTime()).toBeGreaterThanOrEqual(before + 10_000);
  expect(held_until.getTime()).toBeLessThanOrEqual((await databaseTime()) + 10_000);
});

test('When a holder dies, then another instance takes over when the term has ended and not before', async () => {
  const [dead, heir] = [createLease(connection, 'inherited'), createLease(connection, 'inherited')];
  expect(await dead.hold()).toBe(true);
  expect(await heir.hold()).toBe(false);
  await endTerm('inherited');
  expect(await heir.hold()).toBe(true);
  passRenewal();
  expect(await dead.hold()).toBe(false);
});

test('When a holder returns after its term, then it neither holds nor releases the lease', async () => {
  const [late, heir] = [createLease(connection, 'late'), createLease(connection, 'late')];
  await late.hold();
  await endTerm('late');
  await heir.hold();
  const { holder } = await kept('late');
  passRenewal();
  expect(await late.hold()).toBe(false);
  await late.release();
  expect((await kept('late')).holder).toBe(holder);
  expect(await heir.hold()).toBe(true);
});

test('When a holder releases its lease, then another instance takes the lease at once', async () => {
  const [first, next] = [createLease(connection, 'released'), createLease(connection, 'released')];
  await first.hold();
  await first.release();
  expect(await next.hold()).toBe(true);
  expect(await first.hold()).toBe(false);
});

test('When leases have different names, then each has a holder of its own', async () => {
  const held = await Promise.all(['a', 'b', 'c'].map((name) => createLease(connection, name).hold()));
  expect(held).toEqual([true, true, true]);
});
