import { randomUUID } from 'node:crypto';
import { openConnection, type Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { databaseUri } from '../../scripts/system/database-uri';
import { onFinish } from './finish';

/** The URI of this database for another process or connection. */
export function uriOf({ name }: Pick<Connection, 'name'>): string {
  const server = process.env.TEST_MONGODB_URI;
  if (!server) throw new Error('TEST_MONGODB_URI is not set: run the tests through jest');
  return databaseUri(server, name);
}

/** Creates a database on the run's real mongod and drops it after the test file. */
export async function freshDatabase(): Promise<Connection> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const connection = await openConnection(uriOf({ name })).asPromise();
  onFinish(async () => {
    await connection.dropDatabase();
    await connection.close();
  });
  return connection;
}
