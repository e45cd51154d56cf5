import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { lastWords, startChild } from '../process/child-process.ts';
import { freePort } from '../process/free-port.ts';
import type { OnProgress } from '../progress.ts';
import { findMongod } from './find-mongod.ts';
import { ensureReplicaSet, REPLICA_SET } from './replica-set.ts';

export type Mongo = {
  uri: string;
  /** NaN for the server of MONGODB_URI. */
  pid: number;
  /** Resolves when the server has ended, for whatever reason; never for the server of MONGODB_URI. */
  exited: Promise<void>;
  stop: () => Promise<void>;
};

type Options = { dbPath?: string; port?: number; logFile?: string; onProgress?: OnProgress };

/**
 * The MongoDB of MONGODB_URI where that is set, else a one-node replica set on 127.0.0.1. With `dbPath` the data stay and
 * the next call continues with them; without it they are removed after `stop`. Without `logFile` no log is kept.
 */
export async function openMongo({ dbPath, port, logFile, onProgress }: Options = {}): Promise<Mongo> {
  const given = process.env.MONGODB_URI;
  if (given) return { uri: given, pid: NaN, exited: new Promise(() => undefined), stop: async () => undefined };

  const binary = await findMongod(onProgress);
  const folder = dbPath ?? (await mkdtemp(join(tmpdir(), 'mongod-')));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const address = { folder, port: port ?? (await freePort()) };
  const server = await startServer(binary, address, logFile, !dbPath);
  return {
    uri: `mongodb://127.0.0.1:${address.port}/?replicaSet=${REPLICA_SET}`,
    pid: server.pid,
    exited: server.exited,
    stop: async () => {
      await server.stop(STOP_WITHIN_MS);
      if (!dbPath) await rm(folder, { recursive: true, force: true });
    },
  };
}

const LogLine = z.object({ c: z.string() });

/** Components of mongod whose log lines quote commands, filters and documents of clients, and so personal data. */
const QUOTING_CLIENTS = new Set(['COMMAND', 'QUERY', 'WRITE', 'TXN', 'INDEX']);

function isFreeOfClientData(line: string): boolean {
  try {
    return !QUOTING_CLIENTS.has(LogLine.parse(JSON.parse(line)).c);
  } catch {
    return true;
  }
}

type Address = { folder: string; port: number };

/** A mongod that is killed loses nothing, but its next start takes longer. */
const STOP_WITHIN_MS = 60_000;

async function startServer(binary: string, address: Address, logFile: string | undefined, isTemporary: boolean) {
  const args = argumentsFor(address);
  const server = await startChild({ command: binary, args, logFile, isLogged: isFreeOfClientData });
  if (isTemporary) server.guard.removeAtEnd(address.folder);
  const ended = new AbortController();
  void server.exited.then(() => ended.abort());
  try {
    await ensureReplicaSet(`127.0.0.1:${address.port}`, server.pid, ended.signal);
    return server;
  } catch (error) {
    await server.stop(STOP_WITHIN_MS);
    throw await explain(error, server.recentLines(), server.child.exitCode, address);
  }
}

function argumentsFor({ folder, port }: Address): string[] {
  const cacheGigabytes = Math.max(0.25, totalmem() / 4 / 2 ** 30).toFixed(2);
  return [
    ...['--dbpath', folder, '--bind_ip', '127.0.0.1', '--port', String(port)],
    ...['--replSet', REPLICA_SET, '--oplogSize', '512', '--wiredTigerCacheSizeGB', cacheGigabytes, '--quiet'],
    // Log no slow operations: their lines quote filters and documents, and so personal data.
    ...['--slowOpSampleRate', '0'],
    // There is no other member to hand over to; a killed service's transaction releases its locks after 15 s, not 60.
    ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100'],
    ...['--setParameter', 'transactionLifetimeLimitSeconds=15', '--nounixsocket'],
  ];
}

const NEEDS_ANOTHER_VERSION = 62;

async function explain(error: unknown, output: readonly string[], code: number | null, { folder, port }: Address) {
  const log = output.join('\n');
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
  return new Error(`mongod did not start (${String(error)}). The end of its output:\n${lastWords(output)}`);
}
