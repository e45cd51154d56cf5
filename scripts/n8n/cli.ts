import { execa } from 'execa';
import { lastWords } from '../process/child-process.ts';
import { n8nProgram, runEnvironment, type Home } from './run-environment.ts';

/**
 * Runs one command of n8n to its end and answers what it said. n8n itself must not be running: commands write to its
 * database. They end with 0 even when they failed, so success is `proof` in what they say.
 */
export async function runCommand(home: Home, args: string[], proof = ''): Promise<string> {
  const { all, failed } = await execa(process.execPath, [n8nProgram(home.installation), ...args], {
    all: true,
    env: { ...runEnvironment(home), N8N_LOG_LEVEL: 'info' },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  if (failed || !all.includes(proof)) throw new Error(`n8n ${args[0]} failed:\n${lastWords(all.split('\n'))}`);
  return all;
}
