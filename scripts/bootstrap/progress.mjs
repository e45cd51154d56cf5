import { clearInterval, setInterval } from 'node:timers';

const QUIET_MS = 15_000;

/**
 * One step of work with a line that says how far it is: rewritten in place on a terminal, repeated now and then elsewhere.
 * Everything goes to stderr, so that a command's stdout stays its own.
 * @template T
 * @param {string} title
 * @param {(tell: (detail: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now();
  let detail = '';
  const print = (/** @type {string} */ sign) => {
    const text = `${sign} ${title}${detail && ` · ${detail}`} · ${elapsed(Date.now() - started)}`;
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[2K${text}` : `${text}\n`);
  };
  print('…');
  const ticker = setInterval(() => print('…'), process.stderr.isTTY ? 200 : QUIET_MS);
  try {
    const result = await work((news) => (detail = news));
    clearInterval(ticker);
    print('✔');
    return result;
  } catch (error) {
    print('✖');
    throw error;
  } finally {
    clearInterval(ticker);
    if (process.stderr.isTTY) process.stderr.write('\n');
  }
}

/** @param {number} ms */
export function elapsed(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
