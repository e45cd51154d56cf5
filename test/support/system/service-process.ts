import { join } from 'node:path';
import { freePort } from '../../../scripts/process/free-port';
import { answers, startProgram, type Running } from './program';

export interface RunningService extends Running {
  url: string;
}

const root = join(__dirname, '..', '..', '..');

/** Starts a built service as a process and resolves when it is ready. It ends with the test file. */
export async function startService(
  workspace: 'lead-tracker' | 'communication-engine',
  env: Record<string, string>,
): Promise<RunningService> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const running = await startProgram({
    command: process.execPath,
    args: [join(root, workspace, 'dist', 'main.js')],
    env: { PATH: String(process.env.PATH), LOG_LEVEL: 'error', ...env, PORT: port, OPERATIONS_PORT: '0' },
    ready: () => answers(`${url}/ready`),
  });
  return { ...running, url };
}
