import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../../scripts/free-port';
import { eventually } from '../eventually';
import { onFinish } from '../finish';

export interface RunningService {
  url: string;
  /** Resolves when the process is gone. */
  kill: (signal: 'SIGKILL' | 'SIGTERM') => Promise<void>;
}

const root = join(__dirname, '..', '..', '..');

/** The built service as a process of its own, ready when this resolves; gone when the test file is done. */
export async function startService(
  workspace: 'lead-tracker' | 'communication-engine',
  env: Record<string, string>,
): Promise<RunningService> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, workspace, 'dist', 'main.js')], {
    env: { PATH: process.env.PATH, LOG_LEVEL: 'error', ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  const kill: RunningService['kill'] = async (signal) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  onFinish(() => kill('SIGKILL'));
  const url = `http://127.0.0.1:${String(port)}`;
  await eventually(async () => {
    const { status } = await fetch(`${url}/ready`);
    if (status !== 200) throw new Error(`/ready answers ${String(status)}`);
  }, 20_000);
  return { url, kill };
}
