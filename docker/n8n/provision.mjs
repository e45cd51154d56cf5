// Runs to its end before n8n starts: imports the credentials and workflows that n8n lacks. Existing ones stay as they are,
// because a user may have changed them; only an API key that is not the current one is replaced in a credential of ours.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { env } = process;
const released = join(import.meta.dirname, 'workflows');
const scratch = mkdtempSync(join(tmpdir(), 'provision-'));
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

// n8n's commands write their results to the log, and some exit with 0 even when they failed: the results are checked below.
const n8n = (command, ...flags) => {
  const { status, stdout } = spawnSync('n8n', [command, ...flags], {
    encoding: 'utf8',
    env: { ...env, N8N_LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const isEmpty = stdout.includes('No credentials found');
  if (status !== 0 && !isEmpty) throw new Error(`n8n ${command} failed:\n${stdout.slice(-2_000)}`);
  return stdout;
};
const idsOfWorkflows = (...flags) => new Set(n8n('list:workflow', '--onlyId', ...flags).split(/\s+/));
const presentCredentials = () => {
  const file = join(scratch, 'present.json');
  n8n('export:credentials', '--all', '--decrypted', `--output=${file}`);
  return new Map(existsSync(file) ? readJson(file).map((credential) => [credential.id, credential]) : []);
};
const liveWorkflows = () =>
  readJson(join(released, 'manifest.json')).workflows.map(({ live, versions }) =>
    readJson(join(released, versions.find(({ version }) => version === live).file)),
  );
const importAll = (command, list) => {
  const file = join(scratch, 'import.json');
  writeFileSync(file, JSON.stringify(list), { mode: 0o600 });
  if (list.length > 0) n8n(command, `--input=${file}`);
  return list;
};
/** The credential to import instead of the present one: undefined when nothing changes. */
const replacementOf = (credential, present) => {
  if (!present) return credential;
  const { baseUrl, apiKey } = credential.data;
  const hasOldKey = apiKey !== undefined && present.data.baseUrl === baseUrl && present.data.apiKey !== apiKey;
  return hasOldKey ? { ...credential, name: present.name, data: { ...present.data, apiKey } } : undefined;
};

/** The user's CRM or the sandbox CRM; the secret of one is never given to the other. */
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
  const present = presentCredentials();
  const replacements = credentials.map((credential) => replacementOf(credential, present.get(credential.id)));
  importAll('import:credentials', replacements.filter(Boolean));
  const workflows = liveWorkflows();
  const idsInN8n = idsOfWorkflows();
  const imported = importAll(
    'import:workflow',
    workflows.filter(({ id }) => !idsInN8n.has(id)),
  );
  for (const { id } of imported) n8n('publish:workflow', `--id=${id}`);

  const live = idsOfWorkflows('--active=true');
  const idle = workflows.filter(({ id }) => !live.has(id));
  console.log(`Imported ${imported.length} of ${workflows.length} workflows; the others exist.`);
  if (idle.length > 0)
    console.log(`Not published: ${idle.map(({ name }) => name).join(', ')}. Publish them in the editor.`);
  if (imported.some((workflow) => idle.includes(workflow))) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true });
}
