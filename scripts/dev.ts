import { join } from 'node:path';
import { execa } from 'execa';

/** Runs `npm start` in watch mode with the compiler: changed services restart, n8n restarts with changed nodes. */
const root = join(import.meta.dirname, '..');
const options = { cwd: root, preferLocal: true, reject: false } as const;

// Ctrl-C reaches both children directly, because they are in the terminal's process group.
process.on('SIGINT', () => undefined);
const compiler = execa('tsc', ['-b', '--watch', '--preserveWatchOutput'], {
  ...options,
  stdin: 'ignore',
  buffer: false,
});
void printErrors();
await execa(process.execPath, [join(root, 'scripts', 'start.ts'), '--watch'], { ...options, stdio: 'inherit' });
compiler.kill();

/** Prints only the errors of the compiler's output. */
async function printErrors(): Promise<void> {
  for await (const line of compiler) if (/error TS\d+/.test(line)) console.error(line);
}
