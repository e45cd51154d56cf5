import { openMongo, type Mongo } from '../../../scripts/mongo/mongod';

declare global {
  var testMongo: Mongo | undefined;
}

/** One real mongod a run, shared by all workers; each test file has a database of its own on it. */
export default async function startMongo(): Promise<void> {
  globalThis.testMongo = await openMongo({ onProgress: (message) => process.stderr.write(`${message}\n`) });
  process.env.TEST_MONGODB_URI = globalThis.testMongo.uri;
}
