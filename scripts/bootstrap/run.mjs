import { spawn } from 'node:child_process';

/**
 * Runs a program to its end and answers its exit code. `onLine` gets every line of its output; when `onLine` throws, the
 * program is killed.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, onLine: (line: string) => void, signal?: AbortSignal | undefined }} options
 * @returns {Promise<number | null>}
 */
export function run(command, args, { cwd, env = process.env, onLine, signal }) {
  return new Promise((resolve, reject) => {
    // npm removes the packages that it has unpacked when it gets SIGTERM, so it gets SIGKILL.
    const child = spawn(command, args, { cwd, env, signal, killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'pipe'] });
    const abort = (/** @type {unknown} */ reason) => {
      child.kill('SIGKILL');
      reject(reason);
    };
    for (const stream of [child.stdout, child.stderr]) readLines(stream, onLine, abort);
    child.on('error', reject);
    child.on('close', resolve);
  });
}

/**
 * @param {NodeJS.ReadableStream} stream
 * @param {(line: string) => void} onLine
 * @param {(reason: unknown) => void} abort
 */
function readLines(stream, onLine, abort) {
  let rest = '';
  const pass = (/** @type {string[]} */ lines) => {
    try {
      lines.forEach((line) => onLine(line));
    } catch (reason) {
      abort(reason);
    }
  };
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    const lines = (rest + chunk).split(/\r?\n|\r/);
    rest = lines.pop() ?? '';
    pass(lines);
  });
  stream.on('end', () => pass(rest ? [rest] : []));
}
