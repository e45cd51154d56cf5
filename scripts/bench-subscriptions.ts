import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient, Timestamp } from 'mongodb';
import { z } from 'zod';
import { row } from './bench/report.ts';
import { startService } from './bench/service.ts';
import { openMongo } from './mongo/mongod.ts';

const COMPANIES = 20;
const SUBSCRIPTIONS = 1_000;
const PARTITIONS = 8;
/** Nothing listens there, so every connection is refused. */
const DEAD = '127.0.0.1:9';
/** Clients that read one after the other, and for how long. */
const READERS = 4;
const READ_MS = 20_000;
/** Until the first tries of all subscriptions are over. */
const SETTLE_MS = 60_000;

const LeadCreated = z.object({ lead: z.object({ id: z.string() }) });

type Service = Awaited<ReturnType<typeof startService>>;

const companyOf = (n: number) => `dead-${String(n % COMPANIES)}`;

/** Subscriptions with a dead address, and a domain event for each of their partitions. */
async function insertDead(mongoUri: string, database: string): Promise<void> {
  const client = await MongoClient.connect(mongoUri);
  const db = client.db(database);
  const now = new Date();
  const partition = { position: 0, offset: 1_000_000, attempts: 0, failing_since: null, size: 100 };
  const state = { ...partition, retry_count: null, retry_at: null, error: null };
  await db.collection<{ _id: string }>('webhook_subscriptions').insertMany(
    Array.from({ length: SUBSCRIPTIONS }, (_, n) => ({
      _id: `dead-${String(n)}`,
      company_id: companyOf(n),
      subscriber: `dead-${String(n)}`,
      url: `http://${DEAD}/`,
      events: ['lead.created'],
      secret: `whsec_${'A'.repeat(32)}`,
      slot: Math.floor(n / COMPANIES),
      status: 'active',
      partitions: Array.from({ length: PARTITIONS }, () => state),
      unreachable: null,
      changed: new Timestamp({ t: 0, i: 0 }),
      created_at: now,
      updated_at: now,
    })),
  );
  await db.collection<{ _id: string }>('outbox').insertMany(
    Array.from({ length: COMPANIES }, (_, n) => ({
      _id: `outbox-${String(n)}`,
      company_id: companyOf(n),
      events: Array.from({ length: PARTITIONS }, (__, index) => ({
        type: 'lead.created',
        occurred_at: now,
        partition: index,
        index,
        data: { lead_id: `lead-${String(index)}` },
      })),
      written: new Timestamp({ t: 0, i: 0 }),
      position: 0,
      sequenced: false,
      created_at: now,
    })),
  );
  await client.close();
}

/** Times of reads of one lead by several clients at once, and the processor time of the service meanwhile. */
async function measure(service: Service, leadId: string) {
  const times: number[] = [];
  const until = performance.now() + READ_MS;
  const read = async () => {
    while (performance.now() < until) {
      const began = performance.now();
      await service.get(`/leads/${leadId}`);
      times.push(performance.now() - began);
      await sleep(5);
    }
  };
  await Promise.all(Array.from({ length: READERS }, read));
  times.sort((a, b) => a - b);
  const before = await service.cpuSeconds();
  await sleep(READ_MS);
  const idle = ((await service.cpuSeconds()) - before) / (READ_MS / 1_000);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? NaN).toFixed(1);
  return [at(0.5), at(0.95), `${(idle * 100).toFixed(1)} %`];
}

/** What a read takes, and what the idle Lead Tracker costs, without and with subscriptions whose address is dead. */
async function main(): Promise<void> {
  const mongo = await openMongo({ onProgress: console.log });
  try {
    const service = await startService('lead-tracker', mongo.uri, { OUTGOING_ALLOW_PRIVATE: DEAD });
    const body = { product_id: 'analytics', contact_info: { email: 'ada@example.com' } };
    const { lead } = LeadCreated.parse(await service.post('/leads', body));
    const without = await measure(service, lead.id);
    await insertDead(mongo.uri, service.database);
    await sleep(SETTLE_MS);
    const withDead = await measure(service, lead.id);
    await service.stop();
    console.log(row([`0, ${String(SUBSCRIPTIONS)}`, ...without.map((figure, n) => `${figure}, ${withDead[n] ?? ''}`)]));
  } finally {
    await mongo.stop();
  }
}

await main();
