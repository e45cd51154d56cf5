import { LoginsIngested } from '@lead-nurturing/contracts/ingestion/ingestion';
import { startService } from './service.ts';
import { logins, throughput } from './workload.ts';

interface Ingested {
  /** Logins per second. */
  rate: number;
  /** The name of the database with the documents; the caller drops it. */
  database: string;
  /** Seconds between the request and the response of the slowest batch. */
  slowest: number;
  /** Largest resident memory of the service in MB. */
  memory: number;
}

/** Ingests logins through `POST /ingestion/logins` of a new Lead Tracker process with a new database. */
export async function ingestThroughApi(mongoUri: string, count: number, sources: number): Promise<Ingested> {
  const service = await startService('lead-tracker', mongoUri);
  let slowest = 0;
  try {
    const rate = await throughput(logins(count), sources, async ({ records, source, cursor }) => {
      const began = performance.now();
      const answer = await service.post('/ingestion/logins', { source, cursor, records });
      const { cursor: reached } = LoginsIngested.pick({ cursor: true }).parse(answer);
      if (reached !== cursor.to) throw new Error(`the cursor of ${source} did not move to ${cursor.to}`);
      slowest = Math.max(slowest, (performance.now() - began) / 1_000);
    });
    return { rate, database: service.database, slowest, memory: service.memory() };
  } finally {
    await service.stop();
  }
}
