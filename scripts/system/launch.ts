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

/** What `npm start -- --json` says when everything is ready. */
const Ready = z.object({
  addresses: z.object({
    leadTracker: z.string(),
    communicationEngine: z.string(),
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
  /** Name of a part → its process. */
  pids: z.record(z.string(), z.number()),
  /** Workflows that were edited in n8n and left alone. */
  drift: z.array(z.string()),
  /** How long the start took. */
  seconds: z.number(),
});
export type Ready = z.infer<typeof Ready>;

export interface Launched extends Ready {
  /** As Ctrl-C does; resolves when all of it has ended, with the exit code. */
  stop: () => Promise<number | null>;
}

/**
 * A place for a system beside any other: free ports and a data folder of its own, in which nobody logs in by himself.
 * Every other variable is said to be empty, so that no system named in the environment or in `.env` is used.
 */
export async function throwAwayPlace(): Promise<{ env: Record<string, string>; remove: () => Promise<void> }> {
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
 * `npm start` as a process of its own, just as a user runs it; what goes on meanwhile is told on stderr. It is stopped when
 * whoever launched it is gone.
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
  const said = await Promise.race([once(lines, 'line'), exited]);
  if (!Array.isArray(said)) throw new Error(`npm start ended with code ${String(said)}`);
  const ready = Ready.parse(JSON.parse(String(said[0])));
  return {
    ...ready,
    stop: async () => {
      child.kill('SIGINT');
      return exited;
    },
  };
}
