import { createConnection, type Connection } from 'mongoose';

export type { Connection } from 'mongoose';

/**
 * Opens a connection with a pool of its own and majority writes, so that an answered write survives a failover. The driver
 * detects a database that hangs by its heartbeat, within `heartbeatFrequencyMS` + `connectTimeoutMS`; operations that wait
 * for it then fail.
 */
export function openConnection(uri: string): Connection {
  const connection = createConnection(uri, {
    autoIndex: false,
    autoCreate: false,
    // An operation on an absent database fails with the driver's error instead of Mongoose's buffering time-out.
    bufferCommands: false,
    maxPoolSize: 20,
    heartbeatFrequencyMS: 5_000,
    connectTimeoutMS: 5_000,
    serverSelectionTimeoutMS: 5_000,
    waitQueueTimeoutMS: 20_000,
    writeConcern: { w: 'majority' },
  });
  // Every operation reports its own failure. Without a listener, an `error` event would end the process.
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
