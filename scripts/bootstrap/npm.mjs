import { run } from './run.mjs';

const BOUNDED = ['--fetch-retries=3', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=8000'];
const UNREACHABLE =
  'The package registry could not be reached. Check the connection, the proxy and `npm config get registry`, then run the same command again; what was fetched is kept.';
const CHATTER = /^npm (http|timing|silly|verbose|info|warn) |EBADENGINE/;

/**
 * Runs npm to its end; a failure carries npm's last words and what to do about them.
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void, signal?: AbortSignal }} options
 */
export async function runNpm(args, { cwd, env = process.env, onLine, signal }) {
  const isOffline = noticeOffline();
  /** @type {string[]} */
  const lastWords = [];
  const hear = (/** @type {string} */ line) => {
    onLine?.(line);
    if (line && !CHATTER.test(line)) lastWords.push(line);
    if (lastWords.length > 12) lastWords.shift();
    if (isOffline(line)) throw new Error(`${line}\n\n${UNREACHABLE}`);
  };
  const code = await run('npm', [...args, '--loglevel=silly', ...BOUNDED], { cwd, env, hear, signal });
  if (code !== 0)
    throw new Error([`npm ${args[0]} failed:`, ...lastWords, '', advice(lastWords.join('\n'))].join('\n'));
}

/** npm would try every package in vain, for minutes: true once retries fail and nothing else comes through meanwhile. */
function noticeOffline() {
  let cameThrough = false;
  return (/** @type {string} */ line) => {
    if (/^npm http fetch GET [23]\d\d /.test(line)) cameThrough = true;
    if (!/ attempt 3 failed with /.test(line)) return false;
    const isOffline = !cameThrough;
    cameThrough = false;
    return isOffline;
  };
}

/** Whether a line of `npm's log` says that a package has been fetched. @param {string} line */
export const isFetched = (line) => line.startsWith('npm http fetch GET') && line.includes('.tgz');

/** @param {string} words */
function advice(words) {
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|network/i.test(words)) return UNREACHABLE;
  if (/ENOSPC/.test(words))
    return 'The disk is full. Make room (the whole suite needs about 4 GB), then run the same command again.';
  if (/EACCES|EPERM/.test(words))
    return 'npm may not write there. Give the folder named above to your user, then run the same command again.';
  return 'Run the same command again; if it fails the same way, delete node_modules and try once more.';
}
