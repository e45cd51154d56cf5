import { startMailSink } from './bench/mail-sink.ts';
import { medianOf, rate, row } from './bench/report.ts';
import { sendThroughEngine } from './bench/send-engine.ts';
import { sendRaw } from './bench/send-raw.ts';
import { openMongo } from './mongo/mongod.ts';

// Each round measures the bare mailer and the engine in turn, so that a change of the machine's load affects both.
const MESSAGES = 2_000;
const ROUNDS = 5;

/** Compares messages a second of the Communication Engine with those of the bare mailer on the same mail server. */
async function main(): Promise<void> {
  const mongo = await openMongo({ onProgress: console.log });
  const sink = await startMailSink();
  const rounds: { raw: number; engine: number; ratio: number; accepted: number; memory: number }[] = [];
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { rate: engine, ...rest } = await sendThroughEngine(mongo.uri, sink, MESSAGES);
      sink.forget();
      const raw = await sendRaw(sink, MESSAGES);
      sink.forget();
      rounds.push({ raw, engine, ratio: engine / raw, ...rest });
      console.log(`round ${String(round)}: raw ${rate(raw)}/s, engine ${rate(engine)}/s`);
    }
  } finally {
    await sink.stop();
    await mongo.stop();
  }
  const of = medianOf(rounds);
  const figures = [
    rate(of('raw')),
    rate(of('engine')),
    of('ratio').toFixed(2),
    rate(of('accepted')),
    rate(of('memory')),
  ];
  console.log(row([`${String(ROUNDS)} × ${rate(MESSAGES)}`, ...figures]));
}

await main();
