// Makes a fresh clone ready: installs when the lockfile has changed, builds when a source has changed, else prints nothing.
// Plain JavaScript without dependencies, because it runs before anything is installed, on any Node from version 20.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './bootstrap/lock.mjs';
import { isFetched, runNpm } from './bootstrap/npm.mjs';
import { step } from './bootstrap/progress.mjs';
import { run } from './bootstrap/run.mjs';
import {
  buildKey,
  hasOutputs,
  hasOwnNode,
  installKey,
  isInstalledAlready,
  ownNode,
  readStamp,
  removeUnfinishedInstall,
  writeStamp,
} from './bootstrap/state.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// npm may replace node_modules/node, so npm must not run on it: the PATH is passed on without our node_modules.
const path = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((entry) => !entry.startsWith(join(root, 'node_modules')));
const env = { ...process.env, PATH: path.join(delimiter), NODE_ENV: '' };

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Node.js 20 or newer is needed, this is ${process.versions.node}. Download it from https://nodejs.org`);
  process.exit(1);
}

try {
  if (!isReady()) await withLock(join(root, 'node_modules/.bootstrap.lock'), { onWait: reportWait }, makeReady);
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
    throw new Error('npm did not install Node 24; `npm rebuild node` in this folder prints the reason');
  writeStamp(root, { install: key });
}

/**
 * `npm ci` would refuse a lockfile that lacks the optional packages of other platforms; `npm install` does not.
 * @param {(detail: string) => void} report
 */
async function installPackages(report) {
  report('removing what an unfinished install left');
  await removeUnfinishedInstall(root);
  report('');
  writeStamp(root, { installing: true });
  let fetched = 0;
  const onLine = (/** @type {string} */ line) => isFetched(line) && report(`${++fetched} fetched`);
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
  const output = [];
  const code = await run(ownNode(root), args, { cwd: root, onLine: (line) => output.push(line) });
  if (code !== 0) throw new Error([`node ${args.join(' ')} failed:`, ...output].join('\n'));
}

/** @param {number} holder */
function reportWait(holder) {
  console.error(`… Another start (process ${holder}) is installing or building here; waiting for it`);
}
