import { createLease } from '@lead-nurturing/service-kit/mongo/lease';
import { buildIndexes, type Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { leaseModel, type LeaseDocument } from '@lead-nurturing/service-kit/mongo/lease.model';
import { freshDatabase } from '../../../support/database';

let connection: Connection;
beforeAll(async () => {
  connection = await freshDatabase();
  leaseModel(connection);
  await buildIndexes(connection);
});

afterEach(() => jest.restoreAllMocks());

const kept = (name: string) =>
  leaseModel(connection).findById(name).orFail().lean() as unknown as Promise<LeaseDocument>;
/** The database's clock, in milliseconds. */
const databaseTime = async () => (await connection.db!.command({ hello: 1 })).localTime.getTime() as number;
/** What passes by itself ten seconds after the holder was last heard of. */
const termEnds = (name: string) =>
  leaseModel(connection).updateOne({ _id: name }, { $set: { expires_at: new Date(0) } });

test('When many want the same lease at once, then one holds it', async () => {
  for (let round = 0; round < 20; round += 1) {
    const contenders = Array.from({ length: 8 }, () => createLease(connection, `contended-${round}`));
    const held = await Promise.all(contenders.map((lease) => lease.hold()));
    expect(held.filter(Boolean)).toHaveLength(1);
    const again = await Promise.all(contenders.map((lease) => lease.hold()));
    expect(again).toEqual(held);
  }
});

test('When a lease is held, then its end is ten seconds away by the clock of the database', async () => {
  jest.spyOn(Date, 'now').mockReturnValue(0); // ours is wrong
  const before = await databaseTime();
  await createLease(connection, 'timed').hold();
  const { expires_at } = await kept('timed');
  expect(expires_at.getTime()).toBeGreaterThanOrEqual(before + 10_000);
  expect(expires_at.getTime()).toBeLessThanOrEqual((await databaseTime()) + 10_000);
});

test('When a holder dies, then another one takes over as soon as the term has ended, and not before', async () => {
  const [dead, heir] = [createLease(connection, 'inherited'), createLease(connection, 'inherited')];
  expect(await dead.hold()).toBe(true);
  expect(await heir.hold()).toBe(false);
  await termEnds('inherited');
  expect(await heir.hold()).toBe(true);
  expect((await kept('inherited')).token).toBe(heir.token);
});

test('When a holder comes back too late, then it finds that it holds nothing and cannot release it either', async () => {
  const [late, heir] = [createLease(connection, 'late'), createLease(connection, 'late')];
  await late.hold();
  await termEnds('late');
  await heir.hold();
  jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_400); // a third of the term
  expect(await late.hold()).toBe(false);
  await late.release();
  expect((await kept('late')).token).toBe(heir.token);
  expect(await heir.hold()).toBe(true);
});

test('When a holder releases, then the next one takes it at once', async () => {
  const [first, next] = [createLease(connection, 'released'), createLease(connection, 'released')];
  await first.hold();
  await first.release();
  expect(await next.hold()).toBe(true);
  expect(await first.hold()).toBe(false);
});

test('When leases have different names, then they know nothing of each other', async () => {
  const held = await Promise.all(['a', 'b', 'c'].map((name) => createLease(connection, name).hold()));
  expect(held).toEqual([true, true, true]);
});
