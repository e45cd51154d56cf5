import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchSystem, temporaryEnvironment, type Launched } from '../../../scripts/system/launch';
import { onFinish } from '../finish';
import { n8nClient } from './n8n-client';
import { people } from './people';

export type SystemWorld = Awaited<ReturnType<typeof systemWorld>>;

const root = join(__dirname, '..', '..', '..');

/** Starts the whole system as `npm start` does, on free ports with temporary data, without logins by themselves. */
export async function systemWorld() {
  const temporary = await temporaryEnvironment();
  let system: Launched = await launchSystem(root, temporary.env);
  onFinish(async () => {
    await system.stop();
    await temporary.remove();
  });
  const { addresses, secrets } = system;
  const n8n = n8nClient(addresses.n8n, secrets);
  const kill = (part: string) => process.kill(system.pids[part]!, 'SIGKILL');

  return {
    ...people({ addresses, secrets }),
    addresses,
    ownerLogin: n8n.login,
    drift: () => system.drift,
    killN8n: async () => kill('n8n'),
    killLeadTracker: async () => kill('Lead Tracker'),
    workflows: (): { id: string; nodes: string[] }[] => {
      const { workflows } = JSON.parse(readFileSync(join(root, 'workflows', 'manifest.json'), 'utf8'));
      return workflows.map(({ slug, live }: { slug: string; live: string }) => {
        const { id, nodes } = JSON.parse(readFileSync(join(root, 'workflows', slug, `${live}.json`), 'utf8'));
        const named = nodes.filter(({ type }: { type: string }) => type !== 'n8n-nodes-base.stickyNote');
        return { id, nodes: named.map(({ name }: { name: string }) => name) };
      });
    },
    editWorkflow: n8n.edit,
    nodeNote: n8n.noteOf,
    /** The content of the logs by file name. */
    logs: (): Record<string, string> => {
      const folder = join(String(temporary.env.DATA_DIR), 'logs');
      return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
    },
    /** Stops everything as Ctrl-C does and starts it again; answers with the exit code. */
    restart: async () => {
      const code = await system.stop();
      system = await launchSystem(root, temporary.env);
      return code;
    },
  };
}
