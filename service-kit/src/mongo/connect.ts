import { createConnection, type Connection } from 'mongoose';

export type { Connection } from 'mongoose';

/**
 * A pool of its own for each service; majority writes, so that what was answered survives a failover. A database that
 * hangs shows by its heartbeat, at the latest after the sum of the first two times; what it was asked then fails.
 */
export function openConnection(uri: string): Connection {
  const connection = createConnection(uri, {
    autoIndex: false,
    autoCreate: false,
    // What is asked of an absent database fails as the driver says it, and not after a time-out of another kind.
    bufferCommands: false,
    maxPoolSize: 20,
    heartbeatFrequencyMS: 5_000,
    connectTimeoutMS: 5_000,
    serverSelectionTimeoutMS: 5_000,
    waitQueueTimeoutMS: 20_000,
    writeConcern: { w: 'majority' },
  });
  // Every operation reports its own failure; without a listener the driver's would end the process.
  connection.on('error', () => undefined);
  return connection;
}

/** Creates the missing collections and indexes of every model. */
export async function buildIndexes(connection: Connection): Promise<void> {
  for (const model of Object.values(connection.models)) {
    // A transaction cannot create a collection while an index is built on it.
    await model.createCollection();
    await model.createIndexes();
  }
}

/** Rejects when the database does not answer within a second. */
export async function ping(connection: Connection): Promise<void> {
  if (!connection.db) throw new Error('not connected to MongoDB');
  await connection.db.command({ ping: 1 }, { signal: AbortSignal.timeout(1_000) });
}
