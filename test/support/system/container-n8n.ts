import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { freePort } from '../../../scripts/process/free-port';
import { temporaryFolder } from '../finish';
import type { ContainerHost } from './container-host';
import { n8nImage } from './n8n-image';
import { answers, startProgram } from './program';

const READY_WITHIN_MS = 120_000;

/** n8n's containers of the profile `queue` as processes, each with its own home folder. */
export async function containerN8n({ container, port }: ContainerHost) {
  const image = await n8nImage();
  /** Adds the addresses and folders that Docker gives each container. */
  const environmentOf = async (name: string, own: number) => ({
    ...container(name).env,
    DB_POSTGRESDB_HOST: '127.0.0.1',
    DB_POSTGRESDB_PORT: String(port('POSTGRES')),
    QUEUE_BULL_REDIS_HOST: '127.0.0.1',
    QUEUE_BULL_REDIS_PORT: String(port('REDIS')),
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_PORT: String(own),
    QUEUE_HEALTH_CHECK_PORT: String(own),
    N8N_RUNNERS_BROKER_PORT: String(await freePort()),
    HOME: temporaryFolder(`${name}-`),
    PATH: image.path,
  });
  const start = async (name: string, own: number) =>
    startProgram({
      command: image.entrypoint,
      args: container(name).command,
      env: await environmentOf(name, own),
      ready: () => answers(`http://127.0.0.1:${String(own)}/healthz/readiness`),
      readyWithinMs: READY_WITHIN_MS,
    });
  return {
    /** Answers the output of the container `queue-provision`. */
    provision: async () => {
      const env = await environmentOf('queue-provision', await freePort());
      return (await promisify(execFile)(process.execPath, [image.provision], { env })).stdout;
    },
    startWebhook: () => start('n8n-webhook', port('WEBHOOK')),
    startWorker: async () => start('n8n-worker', await freePort()),
    startMain: () => start('n8n-main', port('N8N_PORT')),
  };
}
