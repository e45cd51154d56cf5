import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The keys of the last finished install and build, and whether an install was begun. @typedef {{ install?: string, build?: string, installing?: true }} Stamp */

const stampFile = (/** @type {string} */ root) => join(root, 'node_modules/.bootstrap');

/** @param {string} root @returns {Stamp} */
export function readStamp(root) {
  try {
    return JSON.parse(readFileSync(stampFile(root), 'utf8'));
  } catch {
    return {};
  }
}

/** @param {string} root @param {Stamp} stamp */
export const writeStamp = (root, stamp) => writeFileSync(stampFile(root), JSON.stringify(stamp));

/** @param {string} root */
export function manifests(root) {
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return {
    workspaces,
    files: [
      'package-lock.json',
      'package.json',
      ...workspaces.map((/** @type {string} */ dir) => `${dir}/package.json`),
    ],
  };
}

/** A hash of the package manifests and the lockfile: packages must be installed when it changes. @param {string} root */
export function installKey(root) {
  const hash = createHash('sha256');
  for (const file of manifests(root).files) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** A hash of the names, sizes and times of all sources: the build must run when it changes. @param {string} root */
export function buildKey(root) {
  const { workspaces } = manifests(root);
  const folders = [...workspaces.map((/** @type {string} */ dir) => `${dir}/src`), 'nodes', 'credentials'];
  const hash = createHash('sha256').update(readStamp(root).install ?? '');
  const files = folders.flatMap((folder) => filesIn(join(root, folder)));
  const configs = ['.', ...workspaces].map((dir) => join(root, dir, 'tsconfig.json'));
  for (const file of [...files, ...configs, join(root, 'tsconfig.base.json')].sort()) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/** False when a dist folder was removed, which TypeScript's incremental build does not notice. @param {string} root */
export function hasOutputs(root) {
  return [...manifests(root).workspaces, '.'].every((dir) => existsSync(join(root, dir, 'dist')));
}

/** @param {string} folder */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const isSource = (/** @type {import('node:fs').Dirent} */ entry) =>
    entry.isFile() && !entry.name.endsWith('.tsbuildinfo');
  return entries.filter(isSource).map((entry) => join(entry.parentPath, entry.name));
}

/** npm writes this file last: without it, node_modules may hold half a package, which npm would keep. */
const recordFile = (/** @type {string} */ root) => join(root, 'node_modules/.package-lock.json');

/** Empties node_modules when an install has not finished. @param {string} root */
export async function removeUnfinishedInstall(root) {
  const modules = join(root, 'node_modules');
  if (existsSync(recordFile(root)) && !readStamp(root).installing) return;
  for (const name of readdirSync(modules).filter((entry) => !entry.startsWith('.bootstrap')))
    await rm(join(modules, name), { recursive: true, force: true });
}

/**
 * Whether node_modules has every package of the lockfile by npm's own record, as after a developer's `npm install`.
 * @param {string} root
 */
export function isInstalledAlready(root) {
  if (!existsSync(recordFile(root)) || readStamp(root).installing) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(recordFile(root), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      !path.includes('node_modules/') ||
      (optional && !present[path]) ||
      (path in present && present[path].version === version),
  );
}

/** The path of Node 24, which the install script of the npm package `node` fetches. @param {string} root */
export const ownNode = (root) =>
  join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

/**
 * The C++ headers of Node 24, against which n8n's SQLite driver is compiled. An `npm install` by hand removes them, because
 * no lockfile names the package that holds them. @param {string} root
 */
const ownHeaders = (root) =>
  join(root, `node_modules/node/node_modules/node-${process.platform}-${process.arch}/include/node/node_api.h`);

/** @param {string} root */
export const hasOwnNode = (root) => existsSync(ownNode(root)) && existsSync(ownHeaders(root));
