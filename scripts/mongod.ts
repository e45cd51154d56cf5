import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { z } from 'zod';
import { findMongod, type OnProgress } from './find-mongod.ts';

export interface Mongo {
  /** Of the server, without a database. */
  uri: string;
  stop(): Promise<void>;
}

interface Options {
  /** Data is kept here; without it, it is gone after `stop`. */
  dbPath?: string;
  /** Default: any free one. */
  port?: number;
  onProgress?: OnProgress;
}

/** What `replSetGetConfig` answers on a mongod that has been one of ours before. */
const Known = z.object({
  config: z.object({ version: z.number(), members: z.array(z.object({ host: z.string() })) }).passthrough(),
});

const REPLICA_SET = 'rs0';
const UP_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 20_000;
/** How long the locks of a killed service's transaction outlive it; ours take milliseconds. */
const TRANSACTION_SECONDS = 15;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** A replica set of one, so that there are transactions; on data of an earlier run it only has to learn its address. */
async function initiate(port: number): Promise<void> {
  const member = { _id: 0, host: `127.0.0.1:${String(port)}` };
  const client = await MongoClient.connect(`mongodb://${member.host}/?directConnection=true`);
  const admin = client.db('admin');
  try {
    const known = Known.safeParse(await admin.command({ replSetGetConfig: 1 }).catch(() => null)).data?.config;
    if (!known) await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [member] } });
    else if (known.members.some(({ host }) => host !== member.host)) {
      const config = { ...known, version: known.version + 1, members: [member] };
      await admin.command({ replSetReconfig: config, force: true });
    }
    const deadline = Date.now() + UP_WITHIN_MS;
    while (!(await admin.command({ hello: 1 })).isWritablePrimary) {
      if (Date.now() > deadline) throw new Error('mongod does not become primary');
      await sleep(50);
    }
  } finally {
    await client.close();
  }
}

async function whyItEnded(logFile: string, dbPath: string): Promise<Error> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  if (log.includes('DBPathInUse'))
    return new Error(`A mongod is already running on ${dbPath}: an earlier run did not end. Stop that mongod first.`);
  return new Error(`mongod ended at its start:\n${log.split('\n').slice(-6).join('\n')}`);
}

async function untilItAnswers(child: ChildProcess, port: number, failed: () => Promise<Error>): Promise<void> {
  const deadline = Date.now() + UP_WITHIN_MS;
  const uri = `mongodb://127.0.0.1:${String(port)}/?directConnection=true`;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) throw await failed();
    const client = new MongoClient(uri, { serverSelectionTimeoutMS: 200 });
    const answered = await client.connect().then(
      () => true,
      () => false,
    );
    await client.close();
    if (answered) return;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await exited;
  clearTimeout(late);
}

/** A real MongoDB with transactions on: MONGODB_URI if it is set, else a mongod of our own on the loopback interface. */
export async function openMongo({ dbPath, port, onProgress }: Options = {}): Promise<Mongo> {
  if (process.env.MONGODB_URI) return { uri: process.env.MONGODB_URI, stop: () => Promise.resolve() };
  const binary = await findMongod(onProgress);
  const chosen = port ?? (await freePort());
  const folder = dbPath ?? (await mkdtemp(join(tmpdir(), 'lead-nurturing-mongo-')));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const logFile = join(folder, 'mongod.log');
  const log = await open(logFile, 'w', 0o600);
  const options = [`--port=${String(chosen)}`, '--bind_ip=127.0.0.1', '--nounixsocket', `--dbpath=${folder}`];
  const tuning = [
    '--wiredTigerCacheSizeGB=1',
    `--setParameter=transactionLifetimeLimitSeconds=${String(TRANSACTION_SECONDS)}`,
  ];
  const child = spawn(binary, [`--replSet=${REPLICA_SET}`, ...options, ...tuning], {
    // In a group of its own: Ctrl-C is for whoever started us, and the database goes last.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  await untilItAnswers(child, chosen, () => whyItEnded(logFile, folder));
  await initiate(chosen);
  return {
    uri: `mongodb://127.0.0.1:${String(chosen)}/?replicaSet=${REPLICA_SET}`,
    stop: async () => {
      await end(child);
      if (!dbPath) await rm(folder, { recursive: true, force: true });
    },
  };
}
