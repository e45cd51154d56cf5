import { dirname, delimiter, join } from 'node:path';
import { ownerEnvironment, type OwnerSecrets } from './provisioning/owner.ts';

/** Settings that n8n's server and n8n's commands share. */
export interface Home {
  /** The folder that `installN8n` returned. */
  installation: string;
  /** n8n keeps its data in the folder `.n8n` below this one. */
  dataDir: string;
  secrets: { n8n_encryption_key: string };
}

/** The only variables that n8n gets from our own environment, so that another program's variables do not configure n8n. */
const PASSED_ON = [
  ...['HOME', 'TMPDIR', 'LANG', 'NODE_EXTRA_CA_CERTS'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
];

/** Switches off what n8n would ask of or send to its vendor's servers. */
const NO_VENDOR_REQUESTS = {
  N8N_DIAGNOSTICS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
  N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
  N8N_DYNAMIC_BANNERS_ENABLED: 'false',
  N8N_HIRING_BANNER_ENABLED: 'false',
  N8N_PERSONALIZATION_ENABLED: 'false',
  N8N_TEMPLATES_ENABLED: 'false',
};

/** n8n starts its task runner by the name `node`, so the folder of the Node that runs us comes first. */
export const pathWithOwnNode = () => [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);

export const n8nProgram = (installation: string) => join(installation, 'node_modules', 'n8n', 'bin', 'n8n');

export function runEnvironment({ dataDir, secrets }: Home): Record<string, string> {
  const passedOn = PASSED_ON.map((name) => [name, process.env[name]] as const);
  return {
    ...Object.fromEntries(passedOn.filter(([, value]) => value !== undefined)),
    ...NO_VENDOR_REQUESTS,
    PATH: pathWithOwnNode(),
    NODE_ENV: 'production', // as in n8n's image; with another value n8n uses its vendor's staging servers
    N8N_USER_FOLDER: dataDir,
    N8N_ENCRYPTION_KEY: secrets.n8n_encryption_key,
    GENERIC_TIMEZONE: 'UTC',
  };
}

export interface ServerSettings extends Home {
  secrets: OwnerSecrets;
  ports: { http: number; broker: number };
}

export const HOST = '127.0.0.1';

export async function serverEnvironment(settings: ServerSettings): Promise<Record<string, string>> {
  const { ports, secrets } = settings;
  const url = `http://${HOST}:${ports.http}/`;
  return {
    ...runEnvironment(settings),
    ...(await ownerEnvironment(secrets)),
    N8N_LISTEN_ADDRESS: HOST,
    N8N_PORT: String(ports.http),
    N8N_RUNNERS_BROKER_PORT: String(ports.broker),
    N8N_EDITOR_BASE_URL: url,
    N8N_WEBHOOK_URL: url,
    N8N_SECURE_COOKIE: 'false', // n8n is reached over http, on this machine only
    N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '15',
    N8N_LOG_LEVEL: 'info',
    // Executions hold contact data, so they are kept for debugging only: 24 hours, 1,000 executions.
    EXECUTIONS_DATA_PRUNE: 'true',
    EXECUTIONS_DATA_MAX_AGE: '24',
    EXECUTIONS_DATA_PRUNE_MAX_COUNT: '1000',
  };
}
