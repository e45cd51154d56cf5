import { randomUUID } from 'node:crypto';
import type { ClientSession, Db, Document, MongoClient } from 'mongodb';
import { BATCH, throughput, type Batch } from './workload.ts';

/** The collection in which each batch stores the cursor of its source. */
const CURSORS = 'ingestion_cursors';

/** The collections that ingesting a login writes to. */
const COLLECTIONS = ['people', 'identities', 'leads', 'lead_events', 'lead_scores', 'audit', 'outbox', 'idempotency'];

async function copyIndexes(from: Db, to: Db): Promise<void> {
  for (const name of [...COLLECTIONS, CURSORS]) {
    await to.createCollection(name);
    const indexes = await from.collection(name).indexes();
    for (const { key, v: _version, ...options } of indexes) await to.collection(name).createIndex(key, options);
  }
}

const moveCursor = (to: Db, session: ClientSession, { source, cursor }: Pick<Batch<unknown>, 'source' | 'cursor'>) =>
  to
    .collection(CURSORS)
    .updateOne(
      { company_id: 'bench', source },
      { $set: { cursor: cursor.to, updated_at: new Date() } },
      { session, upsert: true },
    );

/** Splits the documents of each collection into equal parts, one part per batch. */
async function readParts(from: Db, batches: number): Promise<Document[][][]> {
  const all = await Promise.all(COLLECTIONS.map((name) => from.collection(name).find().toArray()));
  return all.map((documents) => {
    const size = Math.ceil(documents.length / batches);
    return Array.from({ length: batches }, (_, n) => documents.slice(n * size, (n + 1) * size));
  });
}

/**
 * Logins per second by the bare driver, which inserts the documents that the API has written into a new database with the
 * same indexes. Each batch is one transaction, which also moves the cursor of the batch's source.
 */
export async function ingestRaw(
  client: MongoClient,
  writtenByApi: string,
  count: number,
  sources: number,
): Promise<number> {
  const from = client.db(writtenByApi);
  const to = client.db(`raw_${randomUUID().slice(0, 8)}`);
  await copyIndexes(from, to);
  const parts = await readParts(from, Math.ceil(count / BATCH));
  const rate = await throughput(Array.from({ length: count }), sources, async (batch) => {
    await client.withSession((session) =>
      session.withTransaction(async () => {
        for (const [index, name] of COLLECTIONS.entries()) {
          const documents = parts[index]?.[batch.number] ?? [];
          if (documents.length > 0) await to.collection(name).insertMany(documents, { session });
        }
        await moveCursor(to, session, batch);
      }),
    );
  });
  await to.dropDatabase();
  return rate;
}
