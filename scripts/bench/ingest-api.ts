import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { LoginsIngested } from '@lead-nurturing/contracts/ingestion';
import { isAnswered } from '../child-process.ts';
import { freePort } from '../free-port.ts';
import { logins, throughput } from './workload.ts';

const main = fileURLToPath(import.meta.resolve('@lead-nurturing/lead-tracker/main'));

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await isAnswered(`${url}/ready`)) return;
    await sleep(50);
  }
  throw new Error('the Lead Tracker did not get ready');
}

function uriOf(mongoUri: string, database: string): string {
  const uri = new URL(mongoUri);
  uri.pathname = `/${database}`;
  return uri.href;
}

/** Logins a second through `POST /ingestion/logins` of a Lead Tracker process of its own, on a fresh database, which is kept. */
export async function ingestThroughApi(mongoUri: string, count: number): Promise<{ rate: number; database: string }> {
  const database = `bench_${randomUUID().slice(0, 8)}`;
  const port = await freePort();
  const key = `ln_${randomBytes(32).toString('base64url')}`;
  const url = `http://127.0.0.1:${String(port)}`;
  const env = { PORT: String(port), MONGODB_URI: uriOf(mongoUri, database), LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [main], {
    env: { ...env, BOOTSTRAP_COMPANY_ID: 'bench', BOOTSTRAP_API_KEY: key },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    await untilReady(url);
    const rate = await throughput(logins(count), async ({ records, source, cursor }) => {
      const response = await fetch(`${url}/ingestion/logins`, {
        method: 'POST',
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
        body: JSON.stringify({ source, cursor, records }),
      });
      if (!response.ok) throw new Error(`answered ${String(response.status)}: ${await response.text()}`);
      const { cursor: reached } = LoginsIngested.pick({ cursor: true }).parse(await response.json());
      if (reached !== cursor.to) throw new Error(`the cursor of ${source} did not move to ${cursor.to}`);
    });
    return { rate, database };
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
}
