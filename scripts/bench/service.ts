import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isAnswered } from '../process/child-process.ts';
import { freePorts } from '../process/free-port.ts';
import { SMALL_HEAP } from '../process/small-heap.ts';
import { databaseUri } from '../system/database-uri.ts';

const programs = {
  'lead-tracker': import.meta.resolve('@lead-nurturing/lead-tracker/main'),
  'communication-engine': import.meta.resolve('@lead-nurturing/communication-engine/main'),
};

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (await isAnswered(`${url}/ready`)) return;
    await sleep(50);
  }
  throw new Error('the service was not ready within 10 s');
}

/** Samples the resident memory at a service's operations port until `stop`; `most` is the largest sample in MB. */
function watchMemory(url: string) {
  let most = 0;
  const look = async () => {
    const metrics = await fetch(`${url}/metrics`).then((response) => response.text());
    most = Math.max(most, Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1] ?? 0));
  };
  const timer = setInterval(() => void look().catch(() => undefined), 250);
  return { most: () => most / 1e6, stop: () => clearInterval(timer) };
}

/** Starts a service as a process with a new database, which stays after `stop`. */
export async function startService(name: keyof typeof programs, mongoUri: string, env: Record<string, string> = {}) {
  const database = `bench_${randomUUID().slice(0, 8)}`;
  const [port, operationsPort] = await freePorts(2);
  const key = `ln_${randomBytes(32).toString('base64url')}`;
  const url = `http://127.0.0.1:${String(port)}`;
  const ports = { PORT: String(port), OPERATIONS_PORT: String(operationsPort) };
  const own = { ...ports, MONGODB_URI: databaseUri(mongoUri, database), LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [...SMALL_HEAP, fileURLToPath(programs[name])], {
    env: { ...own, BOOTSTRAP_COMPANY_ID: 'bench', BOOTSTRAP_API_KEY: key, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  const end = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  await untilReady(url).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  const memory = watchMemory(`http://127.0.0.1:${String(operationsPort)}`);
  return {
    database,
    /** Largest resident memory in MB. */
    memory: memory.most,
    post: async (path: string, body: object): Promise<unknown> => {
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${path} answered ${String(response.status)}: ${await response.text()}`);
      return response.json();
    },
    get: async (path: string): Promise<unknown> => {
      const response = await fetch(`${url}${path}`, { headers: { 'x-api-key': key } });
      if (!response.ok) throw new Error(`${path} answered ${String(response.status)}`);
      return response.json();
    },
    /** Processor time so far, in seconds. */
    cpuSeconds: async (): Promise<number> => {
      const response = await fetch(`http://127.0.0.1:${String(operationsPort)}/metrics`);
      return Number(/^process_cpu_seconds_total (\S+)$/m.exec(await response.text())?.[1] ?? NaN);
    },
    stop: async () => {
      memory.stop();
      await end();
    },
  };
}
