import { ownerEnvironment, type OwnerSecrets } from './provisioning/owner.ts';
import { runEnvironment, type Home } from './run-environment.ts';

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
    N8N_SECURE_COOKIE: 'false', // http, on this machine alone
    N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '15',
    N8N_LOG_LEVEL: 'info',
    // Executions hold contact data: they are there to be looked at, not to be kept.
    EXECUTIONS_DATA_PRUNE: 'true',
    EXECUTIONS_DATA_MAX_AGE: '24',
    EXECUTIONS_DATA_PRUNE_MAX_COUNT: '1000',
  };
}
