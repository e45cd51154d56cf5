import { execa } from 'execa';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { installN8n } from '../n8n/install.ts';
import { provisionAfterStart, provisionBeforeStart } from '../n8n/provision.ts';
import { startN8n } from '../n8n/server.ts';
import { openMongo } from '../mongo/mongod.ts';
import type { OnProgress } from '../progress.ts';
import { assertFree } from '../process/free-port.ts';
import { startPart } from './child.ts';
import { keepRunning, type Running, type Stoppable } from './keep-running.ts';
import { keepToOneCrm } from './one-crm.ts';
import { communicationEngine, inbox, leadTracker, sandboxCrm, type Plan } from './parts.ts';
import { reloadNodes } from './reload-nodes.ts';
import { keptSecrets } from './secrets.ts';
import { addressesOf, readSettings, type Settings } from './settings.ts';

const root = join(import.meta.dirname, '..', '..');

export interface Started {
  /** The parts in the order of their start; they are stopped in reverse order. */
  running: (Stoppable | Running)[];
  plan: Plan;
  /** Workflows that a user has changed in n8n and that were therefore not updated. */
  drift: string[];
}

interface Options {
  watch: boolean;
  onRestart: (name: string) => void;
}

/** The ports of the parts that are started here, with the variables that set them. */
function portsOf(settings: Settings): [variable: string, port: number][] {
  const isUnused = new Map<string, boolean>([
    ['SANDBOX_CRM_PORT', settings.CRM_BASE_URL !== undefined],
    ['MONGODB_PORT', settings.MONGODB_URI !== undefined],
  ]);
  return Object.entries(settings).flatMap(([name, value]): [string, number][] =>
    name.endsWith('_PORT') && typeof value === 'number' && !isUnused.get(name) ? [[name, value]] : [],
  );
}

/** The steps of a start, in order. Each step adds the parts that it has started to `running`, so that they can be stopped. */
export function createSteps({ watch, onRestart }: Options) {
  const started: Partial<Started> & Pick<Started, 'running'> = { running: [] };
  const plan = (): Plan => {
    if (!started.plan) throw new Error('the plan is made when MongoDB has started');
    return started.plan;
  };
  const logFile = (name: string) => join(plan().settings.DATA_DIR, 'logs', `${name}.log`);
  const start = async (log: string, part: Omit<Parameters<typeof startPart>[0], 'logFile' | 'onRestart' | 'watch'>) => {
    started.running.push(await startPart({ ...part, logFile: logFile(log), onRestart, watch }));
  };
  const n8nHome = async (onProgress: OnProgress) => {
    const { settings, secrets, addresses } = plan();
    const { folder } = await installN8n({ onProgress });
    const crm = { crm_client_id: settings.CRM_CLIENT_ID, crm_client_secret: settings.CRM_CLIENT_SECRET };
    const own = Object.fromEntries(Object.entries(crm).filter(([, value]) => value));
    const home = { installation: folder, dataDir: join(settings.DATA_DIR, 'n8n'), secrets: { ...secrets, ...own } };
    return { ...home, urls: addresses, onProgress };
  };

  return {
    started,
    checkPorts: async () => {
      const problems = portsOf(readSettings()).map(([variable, port]) =>
        assertFree('127.0.0.1', port, variable).then(
          () => [],
          (error: unknown) => [error instanceof Error ? error.message : String(error)],
        ),
      );
      const messages = (await Promise.all(problems)).flat();
      const all =
        messages.length === problems.length ? ['All ports are in use: the system may already be running.'] : [];
      if (messages.length > 0) throw new Error([...messages, ...all].join('\n'));
    },
    startMongo: async (onProgress: OnProgress) => {
      const settings = readSettings();
      const secrets = await keptSecrets(settings.DATA_DIR);
      await keepToOneCrm(settings);
      await mkdir(join(settings.DATA_DIR, 'logs'), { recursive: true });
      await mkdir(join(settings.DATA_DIR, 'mail'), { recursive: true });
      const dbPath = join(settings.DATA_DIR, 'mongo');
      const logFile = join(settings.DATA_DIR, 'logs', 'mongod.log');
      let mongoUri = settings.MONGODB_URI ?? '';
      const open = async () => {
        const mongo = await openMongo({ dbPath, port: settings.MONGODB_PORT, logFile, onProgress });
        mongoUri = mongo.uri;
        return mongo;
      };
      if (!settings.MONGODB_URI) started.running.push(await keepRunning('MongoDB', open, onRestart));
      started.plan = { settings, secrets, addresses: addressesOf(settings), mongoUri };
    },
    startSandbox: async () => {
      const crm = plan().settings.CRM_BASE_URL ? [] : [start('crm', sandboxCrm(plan()))];
      await Promise.all([start('inbox', inbox(plan())), ...crm]);
    },
    startServices: async () => {
      const engine = start('communication-engine', communicationEngine(plan()));
      await Promise.all([start('lead-tracker', leadTracker(plan())), engine]);
    },
    seed: async () => {
      const { settings, secrets, addresses } = plan();
      if (settings.CRM_BASE_URL) return; // the demo company belongs to the sandbox CRM
      await execa(process.execPath, [join(root, 'sandbox/dist/demo/seed.js')], {
        env: {
          LEAD_TRACKER_URL: addresses.leadTracker,
          COMMUNICATION_ENGINE_URL: addresses.communicationEngine,
          LEAD_TRACKER_API_KEY: secrets.lead_tracker_api_key,
          COMMUNICATION_ENGINE_API_KEY: secrets.communication_engine_api_key,
        },
      });
    },
    installN8n: async (onProgress: OnProgress) => {
      await installN8n({ onProgress });
    },
    provisionN8n: async (onProgress: OnProgress) => {
      await provisionBeforeStart(await n8nHome(onProgress));
    },
    startN8n: async (onProgress: OnProgress) => {
      const home = await n8nHome(onProgress);
      const { N8N_PORT: http, N8N_RUNNERS_BROKER_PORT: broker } = plan().settings;
      const options = { ...home, ports: { http, broker }, logFile: logFile('n8n') };
      const n8n = await keepRunning('n8n', () => startN8n(options), onRestart);
      started.running.push(n8n);
      if (watch) started.running.push(reloadNodes({ home, n8n }));
      started.drift = (await provisionAfterStart(home)).drift;
    },
  };
}
