import { spawn } from 'node:child_process';

/**
 * Runs a program to its end, hears every line it says and answers its exit code. A `hear` that throws ends the program.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, hear: (line: string) => void, signal?: AbortSignal | undefined }} options
 * @returns {Promise<number | null>}
 */
export function run(command, args, { cwd, env = process.env, hear, signal }) {
  return new Promise((resolve, reject) => {
    // killed, not asked: a politely ended npm throws away what it has unpacked
    const child = spawn(command, args, { cwd, env, signal, killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'pipe'] });
    const refuse = (/** @type {unknown} */ reason) => {
      child.kill('SIGKILL');
      reject(reason);
    };
    for (const stream of [child.stdout, child.stderr]) onLines(stream, hear, refuse);
    child.on('error', reject);
    child.on('close', resolve);
  });
}

/**
 * @param {NodeJS.ReadableStream} stream
 * @param {(line: string) => void} hear
 * @param {(reason: unknown) => void} refuse
 */
function onLines(stream, hear, refuse) {
  let rest = '';
  const hearAll = (/** @type {string[]} */ lines) => {
    try {
      lines.forEach(hear);
    } catch (reason) {
      refuse(reason);
    }
  };
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    const lines = (rest + chunk).split(/\r?\n|\r/);
    rest = lines.pop() ?? '';
    hearAll(lines);
  });
  stream.on('end', () => hearAll(rest ? [rest] : []));
}
