import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { findMongod, type OnProgress } from './find-mongod.ts';
import { freePort } from '../process/free-port.ts';
import { createGuard, type Guard } from '../process/guard.ts';
import { openLog } from '../process/open-log.ts';
import { ensureReplicaSet, REPLICA_SET } from './replica-set.ts';

export type Mongo = {
  uri: string;
  /** Not a number for a server that is not ours. */
  pid: number;
  /** Settles when the server has ended, asked or not; never for one that is not ours. */
  exited: Promise<void>;
  stop: () => Promise<void>;
};

type Options = { dbPath?: string; port?: number; logFile?: string; onProgress?: OnProgress };

/**
 * MongoDB for whoever asks: MONGODB_URI where it is set, else a one-node replica set of our own on 127.0.0.1. With
 * `dbPath` the data stay and the next call continues with them; without, they are gone after `stop`.
 */
export async function openMongo({ dbPath, port, logFile, onProgress }: Options = {}): Promise<Mongo> {
  const given = process.env.MONGODB_URI;
  if (given) return { uri: given, pid: NaN, exited: new Promise(() => undefined), stop: async () => undefined };

  const binary = await findMongod(onProgress);
  const folder = dbPath ?? (await mkdtemp(join(tmpdir(), 'mongod-')));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const address = { folder, port: port ?? (await freePort()), logFile: logFile ?? join(folder, 'mongod.log') };
  const guard = createGuard();
  if (!dbPath) guard.removeAtEnd(folder);
  const server = await startServer(binary, address, guard);
  return {
    uri: `mongodb://127.0.0.1:${address.port}/?replicaSet=${REPLICA_SET}`,
    pid: server.pid,
    exited: server.exited,
    stop: async () => {
      await server.stop();
      if (!dbPath) await rm(folder, { recursive: true, force: true });
    },
  };
}

type Address = { folder: string; port: number; logFile: string };

async function startServer(binary: string, address: Address, guard: Guard) {
  const log = openLog(address.logFile);
  // detached: Ctrl-C at the terminal reaches whoever started us, who stops the server when nobody needs it any more
  const server = spawn(binary, argumentsFor(address), { detached: true, stdio: ['ignore', log.fd, log.fd] });
  closeSync(log.fd);
  await once(server, 'spawn');
  guard.watch(Number(server.pid));
  const ended = new AbortController();
  const exited = once(server, 'exit').then(() => {
    guard.release(Number(server.pid));
    guard.close();
    ended.abort();
  });
  const stop = async () => {
    server.kill('SIGTERM');
    await exited;
  };
  try {
    await ensureReplicaSet(`127.0.0.1:${address.port}`, Number(server.pid), ended.signal);
  } catch (error) {
    await stop();
    const said = await readFile(address.logFile, 'utf8');
    throw await explain(error, said.slice(log.size), server.exitCode, address);
  }
  return { pid: Number(server.pid), exited, stop };
}

function argumentsFor({ folder, port }: Address): string[] {
  const cacheGigabytes = Math.max(0.25, totalmem() / 4 / 2 ** 30).toFixed(2);
  return [
    ...['--dbpath', folder, '--bind_ip', '127.0.0.1', '--port', String(port)],
    ...['--replSet', REPLICA_SET, '--oplogSize', '512', '--wiredTigerCacheSizeGB', cacheGigabytes, '--quiet'],
    // no other member to hand over to, and a killed service's transaction must not hold its locks for a minute
    ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100'],
    ...['--setParameter', 'transactionLifetimeLimitSeconds=15', '--nounixsocket'],
  ];
}

const NEEDS_ANOTHER_VERSION = 62;

async function explain(error: unknown, log: string, code: number | null, { folder, port, logFile }: Address) {
  if (log.includes('DBPathInUse')) {
    const holder = (await readFile(join(folder, 'mongod.lock'), 'utf8').catch(() => '')).trim() || 'unknown';
    return new Error(`another mongod (process ${holder}) already works on ${folder}; stop it first: kill ${holder}`);
  }
  if (/Address already in use/i.test(log + String(error)))
    return new Error(`port ${port} is in use; MONGODB_PORT moves mongod`);
  if (code === NEEDS_ANOTHER_VERSION)
    return new Error(
      `the data in ${folder} were written by another version of MongoDB; use that one or move the folder away`,
    );
  return new Error(`mongod did not start (${String(error)}); the reason is in ${logFile}`);
}
