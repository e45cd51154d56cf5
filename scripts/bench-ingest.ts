import { MongoClient } from 'mongodb';
import { ingestThroughApi } from './bench/ingest-api.ts';
import { ingestRaw } from './bench/ingest-raw.ts';
import { medianOf, rate, row } from './bench/report.ts';
import { openMongo } from './mongo/mongod.ts';

// Each round measures the bare driver and the API in turn, so that a change of the machine's load affects both.
const LOGINS = 20_000;
const ROUNDS = 5;
const SOURCES = 2;
/** More sources than the service handles at once: measures the time and memory that waiting requests cost. */
const CROWD = 16;

/** Compares `POST /ingestion/logins` with the bare driver that writes the same documents to the same mongod. */
async function main(): Promise<void> {
  const mongo = await openMongo({ onProgress: console.log });
  const client = await MongoClient.connect(mongo.uri);
  const rounds: { raw: number; api: number; ratio: number }[] = [];
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { rate: api, database } = await ingestThroughApi(mongo.uri, LOGINS, SOURCES);
      const raw = await ingestRaw(client, database, LOGINS, SOURCES);
      await client.db(database).dropDatabase();
      rounds.push({ raw, api, ratio: api / raw });
      console.log(`round ${String(round)}: raw ${rate(raw)}/s, API ${rate(api)}/s, ratio ${(api / raw).toFixed(2)}`);
    }
    const of = medianOf(rounds);
    const crowd = await ingestThroughApi(mongo.uri, LOGINS, CROWD);
    await client.db(crowd.database).dropDatabase();
    const medians = [rate(of('raw')), rate(of('api')), of('ratio').toFixed(2)];
    const crowded = [rate(crowd.rate), crowd.slowest.toFixed(1), rate(crowd.memory)];
    console.log(row([`${String(ROUNDS)} × ${rate(LOGINS)}`, ...medians, ...crowded]));
  } finally {
    await client.close();
    await mongo.stop();
  }
}

await main();
