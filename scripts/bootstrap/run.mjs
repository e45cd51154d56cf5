import { spawn } from 'node:child_process';

/**
 * Runs a program to its end, hears every line it says and answers its exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, hear: (line: string) => void, signal?: AbortSignal | undefined }} options
 * @returns {Promise<number | null>}
 */
export function run(command, args, { cwd, env = process.env, hear, signal }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, signal, killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) onLines(stream, hear);
    child.on('error', reject);
    child.on('close', resolve);
  });
}

/**
 * @param {NodeJS.ReadableStream} stream
 * @param {(line: string) => void} hear
 */
function onLines(stream, hear) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    const lines = (rest + chunk).split(/\r?\n|\r/);
    rest = lines.pop() ?? '';
    lines.forEach(hear);
  });
  stream.on('end', () => rest && hear(rest));
}
