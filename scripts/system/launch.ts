import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { freePorts } from '../process/free-port.ts';
import { createGuard } from '../process/guard.ts';
import { VARIABLES } from './settings.ts';

/** The line that `npm start -- --json` prints when everything is ready. */
const Ready = z.object({
  addresses: z.object({
    leadTracker: z.string(),
    leadTrackerOperations: z.string(),
    communicationEngine: z.string(),
    communicationEngineOperations: z.string(),
    crm: z.string(),
    inbox: z.string(),
    n8n: z.string(),
  }),
  secrets: z.object({
    owner_email: z.string(),
    owner_password: z.string(),
    lead_tracker_api_key: z.string(),
    communication_engine_api_key: z.string(),
  }),
  mongoUri: z.string(),
  /** Process ids by the names of the parts. */
  pids: z.record(z.string(), z.number()),
  /** Workflows that a user has changed in n8n and that were therefore not updated. */
  drift: z.array(z.string()),
  /** Duration of the start. */
  seconds: z.number(),
});
export type Ready = z.infer<typeof Ready>;

export interface Launched extends Ready {
  /** Stops everything as Ctrl-C does; resolves with the exit code when all parts have ended. */
  stop: () => Promise<number | null>;
}

/**
 * An environment for a system that runs beside others: free ports, a temporary data folder and no logins by themselves.
 * Every other variable is empty, so that no system named in our own environment or in `.env` is used.
 */
export async function temporaryEnvironment(): Promise<{ env: Record<string, string>; remove: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lead-nurturing-'));
  const env: Record<string, string> = Object.fromEntries(VARIABLES.map((variable) => [variable, '']));
  const variables = VARIABLES.filter((name) => name.endsWith('_PORT'));
  const ports = await freePorts(variables.length);
  variables.forEach((variable, index) => (env[variable] = String(ports[index])));
  return {
    env: { ...env, DATA_DIR: dataDir, SANDBOX_LOGINS_PER_MINUTE: '0' },
    remove: () => rm(dataDir, { recursive: true, force: true }),
  };
}

/**
 * Runs `npm start` as a child process, as a user does; its progress goes to stderr. The system is stopped when this process
 * is gone.
 */
export async function launchSystem(root: string, env: Record<string, string>): Promise<Launched> {
  const child = spawn(process.execPath, [join(root, 'scripts', 'start.ts'), '--json'], {
    cwd: root,
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const guard = createGuard();
  guard.watch(Number(child.pid));
  const exited = once(child, 'exit').then(() => {
    guard.close();
    return child.exitCode;
  });
  const lines = createInterface({ input: child.stdout });
  const result = await Promise.race([once(lines, 'line'), exited]);
  if (!Array.isArray(result)) throw new Error(`npm start ended with code ${String(result)}`);
  const ready = Ready.parse(JSON.parse(String(result[0])));
  return {
    ...ready,
    stop: async () => {
      child.kill('SIGINT');
      return exited;
    },
  };
}
