import { execa } from 'execa';
import { n8nProgram, runEnvironment, type Home } from './run-environment.ts';

/** n8n ends with 0 on most failures too, and says them in its log. */
const FAILED = /GOT ERROR|error occurred/i;

/** Runs one command of n8n to its end. n8n itself must not be running: commands write to its database. */
export async function runCommand(home: Home, args: string[]): Promise<string> {
  const { all, failed } = await execa(process.execPath, [n8nProgram(home.installation), ...args], {
    all: true,
    env: { ...runEnvironment(home), N8N_LOG_LEVEL: 'info' },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  if (failed || FAILED.test(all)) throw new Error(`n8n ${args[0]} failed:\n${all.split('\n').slice(-15).join('\n')}`);
  return all;
}
