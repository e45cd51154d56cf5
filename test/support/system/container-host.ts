import { dirname } from 'node:path';
import { freePorts } from '../../../scripts/process/free-port';
import { containersOf, makeEnv, variablesIn } from './compose-file';

const PUBLISHED = [
  ...['LEAD_TRACKER_PORT', 'COMMUNICATION_ENGINE_PORT', 'SANDBOX_CRM_PORT'],
  ...['MAIL_WEB_PORT', 'MAIL_SMTP_PORT', 'N8N_PORT'],
] as const;
const UNPUBLISHED = ['WEBHOOK', 'POSTGRES', 'REDIS'] as const;
type PortName = (typeof PUBLISHED)[number] | (typeof UNPUBLISHED)[number];

export type ContainerHost = Awaited<ReturnType<typeof containerHost>>;

/** The containers of docker-compose.yml with new secrets, on free ports of this machine instead of Docker's network. */
export async function containerHost() {
  const names = [...PUBLISHED, ...UNPUBLISHED];
  const ports = new Map<PortName, number>();
  const free = await freePorts(names.length);
  names.forEach((name, index) => ports.set(name, free[index]!));
  const port = (name: PortName) => ports.get(name)!;
  const secrets = variablesIn(makeEnv().path);
  const published = PUBLISHED.map((name): [string, string] => [name, String(port(name))]);
  const n8n = `127.0.0.1:${String(port('WEBHOOK'))}`; // the containers name it n8n-webhook
  const own: [string, string][] = [
    ['SANDBOX_LOGINS_PER_MINUTE', '0'],
    ['OUTGOING_ALLOW_PRIVATE', n8n],
  ];
  const containers = containersOf(new Map([...secrets, ...published, ...own]));

  const hosts = new Map<string, number>([
    ['//lead-tracker:3001', port('LEAD_TRACKER_PORT')],
    ['//communication-engine:3002', port('COMMUNICATION_ENGINE_PORT')],
    ['//crm:3003', port('SANDBOX_CRM_PORT')],
    ['//mail:1025', port('MAIL_SMTP_PORT')],
    ['//n8n-webhook:5678', port('WEBHOOK')],
  ]);
  const onThisMachine = (value: string) =>
    [...hosts].reduce((text, [host, hostPort]) => text.replace(host, `//127.0.0.1:${String(hostPort)}`), value);

  return {
    port,
    secret: (name: string): string => secrets.get(name)!,
    addresses: {
      leadTracker: `http://127.0.0.1:${String(port('LEAD_TRACKER_PORT'))}`,
      communicationEngine: `http://127.0.0.1:${String(port('COMMUNICATION_ENGINE_PORT'))}`,
      crm: `http://127.0.0.1:${String(port('SANDBOX_CRM_PORT'))}`,
      inbox: `http://127.0.0.1:${String(port('MAIL_WEB_PORT'))}`,
    },
    /** The command of a container, and its environment with addresses of this machine. */
    container: (name: string) => {
      const { environment, command = [] } = containers[name]!;
      const env = Object.entries(environment).map(([key, value]) => [key, onThisMachine(value)]);
      const path = `${dirname(process.execPath)}:/usr/bin:/bin`;
      return { command, env: { ...(Object.fromEntries(env) as Record<string, string>), PATH: path } };
    },
  };
}
