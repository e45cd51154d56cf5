import Table from 'cli-table3';
import { Listr } from 'listr2';
import type { Ready } from './system/launch.ts';
import { createSteps } from './system/steps.ts';

/** Prints one line of JSON when everything is ready, instead of progress and a table. */
const asJson = process.argv.includes('--json');
const watch = process.argv.includes('--watch');

const print = (message: string) => process.stderr.write(`${message}\n`);
const steps = createSteps({ watch, onRestart: (name) => print(`${name} ended unexpectedly and is being restarted`) });

const entries: [string, (onProgress: (message: string) => void) => Promise<void>][] = [
  ['Ports', steps.checkPorts],
  ['MongoDB', steps.startMongo],
  ['Sandbox: CRM and mail inbox', steps.startSandbox],
  ['Lead Tracker and Communication Engine', steps.startServices],
  ['Demo company', steps.seed],
  ['n8n: install (the first time, about 2.4 GB in your cache)', steps.installN8n],
  ['n8n: nodes, credentials, workflows', steps.provisionN8n],
  ['n8n: start', steps.startN8n],
];

const tasks = new Listr(
  entries.map(([title, step]) => ({
    title,
    task: (_context: unknown, task: { output: string }) =>
      step((message) => {
        if (asJson) print(`${title}: ${message}`);
        else task.output = message;
      }),
  })),
  // Listr would exit at Ctrl-C; `stop` below ends the parts first.
  { renderer: asJson ? 'silent' : 'default', fallbackRenderer: 'simple', registerSignalListeners: false },
);

let stopping = false;
async function stop(code: number): Promise<void> {
  if (stopping) process.exit(code || 1); // second Ctrl-C: the guards end the parts that still run
  stopping = true;
  if (steps.started.running.length > 0) print('\nStopping…');
  for (const part of steps.started.running.toReversed()) await part.stop();
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));

function printReady(seconds: number): void {
  const { plan, drift = [] } = steps.started;
  if (!plan) return;
  const { addresses, secrets, settings } = plan;
  if (asJson) {
    const parts = steps.started.running.filter((part) => 'pid' in part);
    const pids = Object.fromEntries(parts.map((part) => [part.name, part.pid()]));
    const ready: Ready = { addresses, secrets, mongoUri: plan.mongoUri, pids, drift, seconds };
    process.stdout.write(`${JSON.stringify(ready)}\n`);
    return;
  }
  const table = new Table({ head: ['', 'open', 'with'], style: { head: [], border: [] } });
  table.push(
    ['n8n editor', `${addresses.n8n}/home/workflows`, `${secrets.owner_email}\n${secrets.owner_password}`],
    ['Lead Tracker API', `${addresses.leadTrackerOperations}/docs`, secrets.lead_tracker_api_key],
    [
      'Communication Engine API',
      `${addresses.communicationEngineOperations}/docs`,
      secrets.communication_engine_api_key,
    ],
    ['Mail inbox', addresses.inbox, ''],
    [settings.CRM_BASE_URL ? 'CRM' : 'Sandbox CRM', addresses.crm, ''],
  );
  process.stdout.write(`\n${table.toString()}\n\n`);
  process.stdout.write(
    `Ready in ${seconds.toFixed(1)} s. Logs: ${settings.DATA_DIR}/logs. Passwords and keys: ${settings.DATA_DIR}/secrets.json.\n`,
  );
  for (const line of drift) process.stdout.write(`Not updated: ${line}\n`);
  process.stdout.write('Ctrl-C stops everything.\n');
}

async function main(): Promise<void> {
  const began = performance.now();
  try {
    await tasks.run();
  } catch (error) {
    if (asJson) print(error instanceof Error ? error.message : String(error));
    await stop(1);
  }
  printReady((performance.now() - began) / 1_000);
}

await main();
