import { cpus, totalmem } from 'node:os';
import { MongoClient } from 'mongodb';
import { ingestThroughApi } from './bench/ingest-api.ts';
import { ingestRaw } from './bench/ingest-raw.ts';
import { openMongo } from './mongod.ts';

/** Logins a round, and rounds; each round runs raw and through the API, so that both see the same weather. */
const LOGINS = 20_000;
const ROUNDS = 5;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const rate = (value: number) => Math.round(value).toLocaleString('en');

/** How fast `POST /ingestion/logins` is, next to the bare driver writing the same documents on the same mongod. */
async function main(): Promise<void> {
  const mongo = await openMongo({ onProgress: console.log });
  const client = await MongoClient.connect(mongo.uri);
  const rounds: { raw: number; api: number; ratio: number }[] = [];
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { rate: api, database } = await ingestThroughApi(mongo.uri, LOGINS);
      const raw = await ingestRaw(client, database, LOGINS);
      await client.db(database).dropDatabase();
      rounds.push({ raw, api, ratio: api / raw });
      console.log(`round ${String(round)}: raw ${rate(raw)}/s, API ${rate(api)}/s, ratio ${(api / raw).toFixed(2)}`);
    }
  } finally {
    await client.close();
    await mongo.stop();
  }
  const { model } = cpus()[0] ?? { model: 'unknown' };
  const machine = `${String(cpus().length)} × ${model.trim()}, ${String(Math.round(totalmem() / 2 ** 30))} GiB, Node ${process.versions.node}`;
  const [raw, api, ratio] = (['raw', 'api', 'ratio'] as const).map((key) => median(rounds.map((round) => round[key])));
  console.log(`\n| date | machine | logins | raw /s | API /s | ratio |\n|---|---|---|---|---|---|`);
  const date = new Date().toISOString().slice(0, 10);
  console.log(
    `| ${date} | ${machine} | ${String(ROUNDS)} × ${rate(LOGINS)} | ${rate(raw ?? NaN)} | ${rate(api ?? NaN)} | ${(ratio ?? NaN).toFixed(2)} |`,
  );
}

await main();
