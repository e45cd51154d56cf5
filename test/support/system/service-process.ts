import { join } from 'node:path';
import { SMALL_HEAP } from '../../../scripts/process/small-heap';
import { answers, startProgram, type Running } from './program';

export interface RunningService extends Running {
  url: string;
}

const root = join(__dirname, '..', '..', '..');

/** The public URL, the second that a service logs. The system chooses the port, so that no two programs share one. */
function urlIn(output: string): string {
  const [, address] = /"addresses":\["[^"]+","([^"]+)"/.exec(output) ?? [];
  if (!address) throw new Error('the service does not listen yet');
  return `http://${address}`;
}

/**
 * Starts a built service as a process, with the flags of `npm start`, and resolves when it is ready. It ends with the test
 * file.
 */
export async function startService(
  workspace: 'lead-tracker' | 'communication-engine',
  env: Record<string, string>,
): Promise<RunningService> {
  const running = await startProgram({
    command: process.execPath,
    args: [...SMALL_HEAP, join(root, workspace, 'dist', 'main.js')],
    env: { PATH: String(process.env.PATH), ...env, PORT: '0', OPERATIONS_PORT: '0' },
    ready: async (output) => answers(`${urlIn(output)}/ready`),
  });
  return { ...running, url: urlIn(running.output()) };
}
