// Makes a fresh clone ready: installs when the lockfile changed, builds when a source changed, else says nothing.
// Plain JavaScript without dependencies, because it runs before there are any, on whatever node is there.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './bootstrap/lock.mjs';
import { isFetched, runNpm } from './bootstrap/npm.mjs';
import { step } from './bootstrap/progress.mjs';
import { run } from './bootstrap/run.mjs';
import {
  buildKey,
  clearRemains,
  hasOutputs,
  hasOwnNode,
  installKey,
  isInstalledAlready,
  ownNode,
  readStamp,
  writeStamp,
} from './bootstrap/state.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// npm may replace the node that runs this script, so it is started without our own node_modules on the PATH
const path = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((entry) => !entry.startsWith(join(root, 'node_modules')));
const env = { ...process.env, PATH: path.join(delimiter), NODE_ENV: '' };

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Node.js 20 or newer is needed, this is ${process.versions.node}: get one from https://nodejs.org`);
  process.exit(1);
}

try {
  if (!isReady()) await withLock(join(root, 'node_modules/.bootstrap.lock'), { onWait: sayWait }, makeReady);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

function isReady() {
  return isInstalled() && isBuilt();
}

function isInstalled() {
  return readStamp(root).install === installKey(root) && existsSync(ownNode(root));
}

function isBuilt() {
  return readStamp(root).build === buildKey(root) && hasOutputs(root);
}

async function makeReady() {
  if (!isInstalled()) await install();
  if (!isBuilt()) await step('Building', build);
}

async function install() {
  const key = installKey(root);
  if (!isInstalledAlready(root)) {
    const total = Object.keys(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages).length;
    await step(`Installing ${total} packages, about 1.1 GB`, installPackages);
  }
  if (!hasOwnNode(root))
    await step('Installing Node 24, about 120 MB', () => runNpm(['rebuild', 'node'], { cwd: root, env }));
  if (!existsSync(ownNode(root)))
    throw new Error('npm did not bring Node 24; `npm rebuild node` in this folder shows why');
  writeStamp(root, { install: key });
}

/**
 * `npm install`, not `npm ci`: that one refuses a lockfile without the optional packages of other platforms.
 * @param {(detail: string) => void} tell
 */
async function installPackages(tell) {
  tell('removing what an unfinished install left');
  await clearRemains(root);
  tell('');
  writeStamp(root, { installing: true });
  let fetched = 0;
  const onLine = (/** @type {string} */ line) => isFetched(line) && tell(`${++fetched} fetched`);
  const everything = ['--include=dev', '--include=optional', '--include=peer', '--engine-strict=false'];
  await runNpm(['install', '--no-save', '--ignore-scripts', ...everything], {
    cwd: root,
    env,
    onLine,
  });
}

async function build() {
  const key = buildKey(root);
  const force = hasOutputs(root) ? [] : ['--force'];
  await node(join('node_modules', 'typescript', 'bin', 'tsc'), '-b', ...force);
  await node(join('nodes', 'copy-assets.mjs'));
  writeStamp(root, { ...readStamp(root), build: key });
}

/** @param {string[]} args */
async function node(...args) {
  /** @type {string[]} */
  const said = [];
  const code = await run(ownNode(root), args, { cwd: root, hear: (line) => said.push(line) });
  if (code !== 0) throw new Error([`node ${args.join(' ')} failed:`, ...said].join('\n'));
}

/** @param {number} holder */
function sayWait(holder) {
  console.error(`… Another start (process ${holder}) is installing or building here; waiting for it`);
}
