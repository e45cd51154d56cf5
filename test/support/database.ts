import { randomUUID } from 'node:crypto';
import { openConnection, type Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { onFinish } from './finish';

/** A database of its own on the run's real mongod; dropped when the test file is done. */
export async function freshDatabase(): Promise<Connection> {
  const server = process.env.TEST_MONGODB_URI;
  if (!server) throw new Error('TEST_MONGODB_URI is not set: run the tests through jest');
  const uri = new URL(server);
  uri.pathname = `/test_${randomUUID().replaceAll('-', '')}`;
  const connection = await openConnection(uri.href).asPromise();
  onFinish(async () => {
    await connection.dropDatabase();
    await connection.close();
  });
  return connection;
}
