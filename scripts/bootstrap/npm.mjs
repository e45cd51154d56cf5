import { run } from './run.mjs';

const BOUNDED = ['--fetch-retries=3', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=8000'];
const UNREACHABLE =
  'The package registry could not be reached. Check the connection, the proxy and `npm config get registry`, then run the same command again; packages that were fetched are kept.';
const CHATTER = [
  /^npm (http|timing|silly|verbose|info|warn) |EBADENGINE|A complete log of this run/,
  /gyp (http|info|sill|verb) |gyp ERR! (System|command|cwd|node|node-gyp|not ok)|gyp ERR! stack {5}at /,
];

/**
 * Runs npm to its end. The error of a failed run ends with npm's last lines, the cause and what to do about it.
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void, signal?: AbortSignal }} options
 */
export async function runNpm(args, { cwd, env = process.env, onLine, signal }) {
  const isOffline = detectOffline();
  /** @type {string[]} */
  const lastWords = [];
  const handle = (/** @type {string} */ line) => {
    onLine?.(line);
    if (line && !CHATTER.some((chatter) => chatter.test(line))) lastWords.push(line);
    if (lastWords.length > 12) lastWords.shift();
    if (isOffline(line)) throw new Error(`${line}\n\n${UNREACHABLE}`);
  };
  const code = await run('npm', [...args, '--loglevel=silly', ...BOUNDED], { cwd, env, onLine: handle, signal });
  if (code !== 0)
    throw new Error([`npm ${args[0]} failed:`, ...lastWords, '', advice(lastWords.join('\n'))].join('\n'));
}

/**
 * Without a connection npm retries every package, which takes minutes. The returned function gets every line of npm's log and
 * answers true when a request has failed three times and no request has succeeded since the previous such failure.
 */
function detectOffline() {
  let hasSucceeded = false;
  return (/** @type {string} */ line) => {
    if (/^npm http fetch GET [23]\d\d /.test(line)) hasSucceeded = true;
    if (!/ attempt 3 failed with /.test(line)) return false;
    const isOffline = !hasSucceeded;
    hasSucceeded = false;
    return isOffline;
  };
}

/** Whether a line of npm's log reports a fetched package. @param {string} line */
export const isFetched = (line) => line.startsWith('npm http fetch GET') && line.includes('.tgz');

/** @param {string} words */
function advice(words) {
  if (/gyp ERR!/.test(words)) return compilerAdvice(words);
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|network/i.test(words)) return UNREACHABLE;
  if (/ENOSPC/.test(words))
    return 'The disk is full. Make room (the whole suite needs about 4 GB), then run the same command again.';
  if (/EACCES|EPERM/.test(words))
    return 'npm may not write to the folder named above. Make your user its owner, then run the same command again.';
  return 'Run the same command again; if it fails again, delete node_modules and retry.';
}

/** node-gyp compiles a package that has no ready-made binary for this machine. @param {string} words */
function compilerAdvice(words) {
  if (/network connectivity|-headers\.tar/.test(words))
    return "The package was fetched, but compiling it takes Node's C++ headers, which node-gyp could not download from nodejs.org. `npm rebuild node` in this project's folder brings them; then run the same command again.";
  const needs =
    'Debian and Ubuntu: `apt-get install build-essential python3`; macOS: `xcode-select --install`. Then run the same command again.';
  if (/find Python/.test(words))
    return `The package was fetched, but compiling it takes Python 3, which was not found. ${needs}`;
  return `The package was fetched but could not be compiled, which takes make and a C++ compiler. ${needs}`;
}
