import { openMongo, type Mongo } from '../../../scripts/mongo/mongod';

declare global {
  var testMongo: Mongo | undefined;
}

/** Starts one real mongod per run for all workers; each test file uses its own database. */
export default async function startMongo(): Promise<void> {
  globalThis.testMongo = await openMongo({ onProgress: (message) => process.stderr.write(`${message}\n`) });
  process.env.TEST_MONGODB_URI = globalThis.testMongo.uri;
}
