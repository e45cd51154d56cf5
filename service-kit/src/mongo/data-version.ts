import type { Connection } from 'mongoose';
import { isDuplicateKey } from './transaction';

/** Raised by a change of stored documents that this code cannot read; there are no migrations before the first release. */
const DATA_VERSION = 1;

interface DataVersion {
  _id: 'data';
  version: number;
}

async function hasCollections(connection: Connection): Promise<boolean> {
  const collections = await connection.listCollections();
  return collections.some(({ name }) => !name.startsWith('system.'));
}

/**
 * Writes the version of the data to an empty database (collection `meta`). Throws for a database with data of no or of
 * another version, so that a service never works on documents that it does not understand. Instances that start on an
 * empty database at the same time agree: the version is written before any other collection exists.
 */
export async function ensureDataVersion(connection: Connection): Promise<void> {
  await connection.asPromise(); // rejects with the reason when the database cannot be reached
  const meta = connection.collection<DataVersion>('meta');
  if (!(await hasCollections(connection))) {
    try {
      await meta.updateOne({ _id: 'data' }, { $setOnInsert: { version: DATA_VERSION } }, { upsert: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error; // another instance inserted the same document
    }
  }
  const found = await meta.findOne({ _id: 'data' });
  if (found?.version === DATA_VERSION) return;
  throw new Error(
    `The database "${connection.name}" has data of ${found ? `version ${String(found.version)}` : 'no version'}, and ` +
      `this service needs version ${String(DATA_VERSION)}. Remove the folder mongo in DATA_DIR (.data/mongo) when ` +
      `\`npm start\` runs MongoDB, or drop the database.`,
  );
}
