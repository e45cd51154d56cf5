import { join } from 'node:path';
import { execa } from 'execa';

/** The same system in watch mode: the compiler beside it, services restart when they change, n8n gets changed nodes. */
const root = join(import.meta.dirname, '..');
const options = { cwd: root, preferLocal: true, reject: false } as const;

// Both hear Ctrl-C themselves: they are of this terminal's group.
process.on('SIGINT', () => undefined);
const compiler = execa('tsc', ['-b', '--watch', '--preserveWatchOutput'], {
  ...options,
  stdin: 'ignore',
  buffer: false,
});
void tellErrors();
await execa(process.execPath, [join(root, 'scripts', 'start.ts'), '--watch'], { ...options, stdio: 'inherit' });
compiler.kill();

/** Of all that the compiler says only what somebody has to mend. */
async function tellErrors(): Promise<void> {
  for await (const line of compiler) if (/error TS\d+/.test(line)) console.error(line);
}
