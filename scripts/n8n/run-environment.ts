import { dirname, delimiter, join } from 'node:path';

/** What both the server and its commands must agree on. */
export interface Home {
  /** The folder that `installN8n` answered. */
  installation: string;
  /** n8n keeps everything in `.n8n` below it. */
  dataDir: string;
  secrets: { n8n_encryption_key: string };
}

/** Of the caller's environment n8n gets these and nothing else: no variable of another program configures it by accident. */
const PASSED_ON = [
  ...['HOME', 'TMPDIR', 'LANG', 'NODE_EXTRA_CA_CERTS'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
];

const SILENT = {
  N8N_DIAGNOSTICS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
  N8N_DYNAMIC_BANNERS_ENABLED: 'false',
  N8N_HIRING_BANNER_ENABLED: 'false',
  N8N_PERSONALIZATION_ENABLED: 'false',
  N8N_TEMPLATES_ENABLED: 'false',
};

/** n8n starts its task runner by the bare name `node`, so the one we run on comes first. */
export const pathWithOwnNode = () => [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);

export const n8nProgram = (installation: string) => join(installation, 'node_modules', 'n8n', 'bin', 'n8n');

export function runEnvironment({ dataDir, secrets }: Home): Record<string, string> {
  const passedOn = PASSED_ON.map((name) => [name, process.env[name]] as const);
  return {
    ...Object.fromEntries(passedOn.filter(([, value]) => value !== undefined)),
    ...SILENT,
    PATH: pathWithOwnNode(),
    NODE_ENV: 'production', // as in n8n's own image; otherwise it asks n8n's staging servers
    N8N_USER_FOLDER: dataDir,
    N8N_ENCRYPTION_KEY: secrets.n8n_encryption_key,
    GENERIC_TIMEZONE: 'UTC',
  };
}
