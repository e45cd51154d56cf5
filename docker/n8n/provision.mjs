// Runs to its end before n8n starts: makes the credentials and workflows that n8n does not have yet. What is there stays
// as it is, somebody may have pointed it elsewhere or edited it.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { env } = process;
const released = join(import.meta.dirname, 'workflows');
const scratch = mkdtempSync(join(tmpdir(), 'provision-'));
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

// n8n's commands answer through the log, and some end with 0 even when they failed: what they did is looked up below.
const n8n = (command, ...flags) => {
  const { status, stdout } = spawnSync('n8n', [command, ...flags], {
    encoding: 'utf8',
    env: { ...env, N8N_LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const nothingYet = stdout.includes('No credentials found');
  if (status !== 0 && !nothingYet) throw new Error(`n8n ${command} failed:\n${stdout.slice(-2_000)}`);
  return stdout;
};
const idsOfWorkflows = (...flags) => new Set(n8n('list:workflow', '--onlyId', ...flags).split(/\s+/));
const idsOfCredentials = () => {
  const file = join(scratch, 'present.json');
  n8n('export:credentials', '--all', `--output=${file}`);
  return new Set(existsSync(file) ? readJson(file).map(({ id }) => id) : []);
};
const liveWorkflows = () =>
  readJson(join(released, 'manifest.json')).workflows.map(({ live, versions }) =>
    readJson(join(released, versions.find(({ version }) => version === live).file)),
  );
/** Hands n8n a file with the things it lacks, nothing when it lacks none. */
const importMissing = (command, things, present) => {
  const missing = things.filter(({ id }) => !present.has(id));
  const file = join(scratch, 'missing.json');
  writeFileSync(file, JSON.stringify(missing), { mode: 0o600 });
  if (missing.length > 0) n8n(command, `--input=${file}`);
  return missing;
};

/** A CRM of your own, or the sandbox; never the secret of the one for the other. */
const crm = env.CRM_BASE_URL
  ? { baseUrl: env.CRM_BASE_URL, clientId: env.CRM_CLIENT_ID, clientSecret: env.CRM_CLIENT_SECRET }
  : {
      baseUrl: env.SANDBOX_CRM_URL,
      clientId: env.SANDBOX_CRM_CLIENT_ID,
      clientSecret: env.SANDBOX_CRM_CLIENT_SECRET,
    };
const given = [env.CRM_BASE_URL, env.CRM_CLIENT_ID, env.CRM_CLIENT_SECRET].filter(Boolean).length;
if (given !== 0 && given !== 3) throw new Error('CRM_BASE_URL, CRM_CLIENT_ID and CRM_CLIENT_SECRET: all three or none');

const credential = (id, name, type, data) => ({ id, name, type, data });
const credentials = [
  credential('lnLeadTracker', 'Lead Tracker', 'leadTrackerApi', {
    baseUrl: env.LEAD_TRACKER_URL,
    apiKey: env.LEAD_TRACKER_API_KEY,
  }),
  credential('lnCommEngine', 'Communication Engine', 'communicationEngineApi', {
    baseUrl: env.COMMUNICATION_ENGINE_URL,
    apiKey: env.COMMUNICATION_ENGINE_API_KEY,
  }),
  credential('lnCrm', 'CRM', 'crmApi', crm),
];

try {
  importMissing('import:credentials', credentials, idsOfCredentials());
  const workflows = liveWorkflows();
  const imported = importMissing('import:workflow', workflows, idsOfWorkflows());
  for (const { id } of imported) n8n('publish:workflow', `--id=${id}`);

  const live = idsOfWorkflows('--active=true');
  const idle = workflows.filter(({ id }) => !live.has(id));
  console.log(`Made ${imported.length} of ${workflows.length} workflows; the others were there.`);
  if (idle.length > 0)
    console.log(`Not published: ${idle.map(({ name }) => name).join(', ')}. Publish them in the editor.`);
  if (imported.some((workflow) => idle.includes(workflow))) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true });
}
