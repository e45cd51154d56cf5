import { createHash } from 'node:crypto';
import { access, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { withLock } from '../scripts/bootstrap/lock.mjs';
import { runNpm } from '../scripts/bootstrap/npm.mjs';
import { elapsed } from '../scripts/bootstrap/progress.mjs';
import { cacheFolder } from '../scripts/cache-folder.ts';
import type { OnProgress } from '../scripts/find-mongod.ts';
import { expectedPackages, packageCounter } from './installed-packages.ts';
import { n8nProgram, pathWithOwnNode } from './run-environment.ts';

const PINNED = ['package.json', 'package-lock.json', '.npmrc'];
/** npm writes its record of a folder when everything in it is unpacked, and not before. */
const RECORD = join('node_modules', '.package-lock.json');
const COMPLETE = '.complete';
const EVERYTHING = ['--include=optional', '--engine-strict=false', '--legacy-peer-deps'];

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

const isComplete = async (folder: string) =>
  (await exists(join(folder, COMPLETE))) && (await exists(n8nProgram(folder)));

/** Tells once a second how far the work is. */
async function telling<Result>(
  onProgress: OnProgress,
  describe: () => string | Promise<string>,
  work: () => Promise<Result>,
): Promise<Result> {
  const started = Date.now();
  const tell = async () => onProgress(`${await describe()} · ${elapsed(Date.now() - started)}`);
  await tell();
  const ticker = setInterval(() => void tell(), 1_000);
  try {
    return await work();
  } finally {
    clearInterval(ticker);
  }
}

const npm = (folder: string, args: string[]) =>
  runNpm(args, { cwd: folder, env: { ...process.env, PATH: pathWithOwnNode(), NODE_ENV: '' } });

/** A package may be half there after a kill, so unpacking begins anew; what was downloaded is in npm's own cache. */
async function unpackPackages(folder: string, onProgress: OnProgress): Promise<void> {
  await rm(join(folder, 'node_modules'), { recursive: true, force: true });
  const expected = await expectedPackages(folder);
  const count = packageCounter(folder, expected);
  const describe = async () => `${await count()} of ${expected.length} packages (2.4 GB)`;
  await telling(onProgress, describe, () =>
    npm(folder, ['install', '--ignore-scripts', '--prefer-offline', ...EVERYTHING]),
  );
}

const whySqliteFails = async (folder: string) => {
  const { failed, stderr } = await execa(process.execPath, ['-e', "require('sqlite3')"], {
    cwd: folder,
    reject: false,
  });
  return failed ? stderr.split('\n').slice(0, 12).join('\n') : undefined;
};

/** The one package of n8n whose install script is needed here: downloads its binary, or compiles it. */
async function buildSqlite(folder: string, onProgress: OnProgress): Promise<void> {
  const build = () => npm(folder, ['rebuild', 'sqlite3', '--ignore-scripts=false']);
  await telling(onProgress, () => 'SQLite driver', build);
  const reason = await whySqliteFails(folder);
  if (reason) throw new Error(`The SQLite driver was built and does not load in Node ${process.version}:\n${reason}`);
}

async function install(folder: string, onProgress: OnProgress): Promise<void> {
  if (await isComplete(folder)) return;
  await mkdir(folder, { recursive: true });
  for (const file of PINNED) await copyFile(join(import.meta.dirname, file), join(folder, file));
  if (!(await exists(join(folder, RECORD)))) await unpackPackages(folder, onProgress);
  if (await whySqliteFails(folder)) await buildSqlite(folder, onProgress);
  await writeFile(join(folder, COMPLETE), '');
}

/** The pinned n8n in the user's cache; installed when it is not there, from where it was when that was interrupted. */
export async function installN8n({ onProgress }: { onProgress: OnProgress }): Promise<{ folder: string }> {
  const lockfile = await readFile(join(import.meta.dirname, 'package-lock.json'));
  const folder = await cacheFolder(`n8n-${createHash('sha256').update(lockfile).digest('hex').slice(0, 16)}`);
  if (await isComplete(folder)) return { folder };
  const onWait = (holder: number) => onProgress(`process ${holder} is installing it; waiting for that`);
  try {
    await withLock(`${folder}.lock`, { onWait }, () => install(folder, onProgress));
  } catch (error) {
    throw new Error(`n8n could not be installed into ${folder}`, { cause: error });
  }
  return { folder };
}
