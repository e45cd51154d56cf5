import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { ensureDataVersion } from '@lead-nurturing/service-kit/mongo/data-version';
import { freshDatabase } from '../../../support/database';

const start = async (connection: Connection) => {
  await ensureDataVersion(connection);
  await connection.collection('leads').insertOne({ name: 'Ada' });
};

const metaOf = (connection: Connection) => connection.collection<{ _id: string; version: number }>('meta');

test('When a service starts on an empty database, then it writes the data version and can start again', async () => {
  const connection = await freshDatabase();
  await start(connection);
  expect(await metaOf(connection).find().toArray()).toEqual([{ _id: 'data', version: 1 }]);
  await start(connection);
});

test('When many instances start on an empty database at once, then all of them start', async () => {
  const connection = await freshDatabase();
  await Promise.all(Array.from({ length: 10 }, () => start(connection)));
  expect(await metaOf(connection).find().toArray()).toEqual([{ _id: 'data', version: 1 }]);
});

test('When a database has data but no version, then the start fails and names what to remove', async () => {
  const connection = await freshDatabase();
  await connection.collection('leads').insertOne({ name: 'Ada' });
  const starting = start(connection);
  await expect(starting).rejects.toThrow(`The database "${connection.name}" has data of no version`);
  await expect(starting).rejects.toThrow('(.data/mongo)');
  await expect(starting).rejects.toThrow('drop the database');
  expect((await connection.listCollections()).map(({ name }) => name)).toEqual(['leads']);
});

test('When the data has another version, then the start names both versions', async () => {
  const connection = await freshDatabase();
  await metaOf(connection).insertOne({ _id: 'data', version: 2 });
  await expect(start(connection)).rejects.toThrow('has data of version 2, and this service needs version 1');
});
