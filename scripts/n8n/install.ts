import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import { withLock } from '../bootstrap/lock.mjs';
import { runNpm } from '../bootstrap/npm.mjs';
import { cacheFolder } from '../cache-folder.ts';
import type { OnProgress } from '../progress.ts';
import { n8nProgram, pathWithOwnNode } from './environment.ts';
import { watchInstall, withProgress } from './install-progress.ts';

/** Holds the pinned version of n8n: package.json, lockfile and npm's settings. */
const manifests = join(import.meta.dirname, '..', '..', 'n8n');
const PINNED = ['package.json', 'package-lock.json', '.npmrc'];
/** npm writes this file when all packages are unpacked. */
const RECORD = join('node_modules', '.package-lock.json');
const COMPLETE = '.complete';
/** Overrides the user's own npm configuration. */
const EVERYTHING = ['--include=optional', '--engine-strict=false', '--legacy-peer-deps'];

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

const isComplete = async (folder: string) =>
  (await exists(join(folder, COMPLETE))) && (await exists(n8nProgram(folder)));

const environment = () => ({ ...process.env, PATH: pathWithOwnNode(), NODE_ENV: '' });

async function removeAttempts(folder: string): Promise<void> {
  const siblings = await readdir(dirname(folder));
  const attempts = siblings.filter((name) => name.startsWith(`${basename(folder)}.attempt-`));
  for (const name of attempts) await rm(join(dirname(folder), name), { recursive: true, force: true });
}

/**
 * Each attempt uses a new folder: after `kill -9` packages are incomplete, and npm may still be writing. Downloads stay in
 * npm's cache, so the next attempt continues from there.
 */
async function unpackPackages(folder: string, onProgress: OnProgress): Promise<void> {
  await removeAttempts(folder);
  const attempt = `${folder}.attempt-${process.pid}`;
  await mkdir(attempt, { recursive: true });
  for (const file of PINNED) await copyFile(join(manifests, file), join(attempt, file));
  const { describe, onLine } = await watchInstall(attempt);
  const flags = ['--ignore-scripts', '--prefer-offline', ...EVERYTHING];
  await withProgress(describe, onProgress, () =>
    runNpm(['install', ...flags], { cwd: attempt, env: environment(), onLine }),
  );
  await rm(folder, { recursive: true, force: true });
  await rename(attempt, folder);
}

async function whySqliteFails(folder: string): Promise<string | undefined> {
  const { failed, stderr } = await execa(process.execPath, ['-e', "require('sqlite3')"], {
    cwd: folder,
    reject: false,
  });
  return failed ? stderr.split('\n').slice(0, 12).join('\n') : undefined;
}

/**
 * The folder whose `include/node` has the C++ headers of the running Node, or undefined: then node-gyp downloads them. An
 * ordinary installation has the headers beside `bin`, the npm package `node` has them in the package of the platform.
 */
function nodeHeaders(): string | undefined {
  const prefix = dirname(dirname(process.execPath));
  const folders = [prefix, join(prefix, 'node_modules', `node-${process.platform}-${process.arch}`)];
  return folders.find((folder) => existsSync(join(folder, 'include', 'node', 'node_api.h')));
}

/** The one package of n8n whose install script is needed: it downloads a binary, or compiles one. */
async function buildSqlite(folder: string, onProgress: OnProgress): Promise<void> {
  const describe = async () => 'building the SQLite driver, a minute or two';
  const headers = nodeHeaders();
  const env = { ...environment(), ...(headers && { npm_config_nodedir: headers }) };
  await withProgress(describe, onProgress, () =>
    runNpm(['rebuild', 'sqlite3', '--ignore-scripts=false'], { cwd: folder, env }),
  );
  const reason = await whySqliteFails(folder);
  if (reason) throw new Error(`The SQLite driver was built but does not load in Node ${process.version}:\n${reason}`);
}

async function install(folder: string, onProgress: OnProgress): Promise<void> {
  if (await isComplete(folder)) return;
  await mkdir(dirname(folder), { recursive: true });
  const isUnpacked = (await exists(join(folder, RECORD))) && (await exists(n8nProgram(folder)));
  if (!isUnpacked) await unpackPackages(folder, onProgress);
  if (await whySqliteFails(folder)) await buildSqlite(folder, onProgress);
  await writeFile(join(folder, COMPLETE), '');
}

/** The folder of the pinned n8n in the user's cache. Installs n8n when it is missing, or completes the installation. */
export async function installN8n({ onProgress }: { onProgress: OnProgress }): Promise<{ folder: string }> {
  const lockfile = await readFile(join(manifests, 'package-lock.json'));
  const folder = await cacheFolder(`n8n-${createHash('sha256').update(lockfile).digest('hex').slice(0, 16)}`);
  if (await isComplete(folder)) return { folder };
  const onWait = (holder: number) => onProgress(`waiting for process ${holder}, which is installing n8n`);
  try {
    await withLock(`${folder}.lock`, { onWait }, () => install(folder, onProgress));
  } catch (error) {
    throw new Error(`n8n could not be installed into ${folder}. ${messageOf(error)}`, { cause: error });
  }
  return { folder };
}
