import { clearInterval, setInterval } from 'node:timers';

const REPEAT_MS = 15_000;

/**
 * Runs one step of work and shows its progress in one line, which is rewritten on a terminal and repeated every 15 s
 * elsewhere. The line goes to stderr, so that stdout has only the output of the command itself.
 * @template T
 * @param {string} title
 * @param {(report: (detail: string) => void) => Promise<T>} work
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
  const ticker = setInterval(() => print('…'), process.stderr.isTTY ? 200 : REPEAT_MS);
  try {
    const result = await work((text) => (detail = text));
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
