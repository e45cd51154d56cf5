import { setTimeout as sleep } from 'node:timers/promises';
import { containerHost } from './container-host';
import { containerN8n } from './container-n8n';
import { startContainerServices } from './container-services';
import { people } from './people';
import type { Running } from './program';
import { startPostgres, startRedis } from './queue-stores';

export type QueueWorld = Awaited<ReturnType<typeof queueWorld>>;

const DELIVERY_WITHIN_MS = 30_000;

const numbersIn = ({ output }: Running, words: string) =>
  [...output().matchAll(new RegExp(`${words} execution (\\d+)`, 'g'))].map(([, number]) => number);

/** Runs each container of `docker compose --profile queue up` as a process, without logins by themselves. */
export async function queueWorld() {
  const host = await containerHost();
  const { addresses, port, secret } = host;
  await startPostgres({ port: port('POSTGRES'), password: secret('POSTGRES_PASSWORD') });
  await startRedis({ port: port('REDIS'), password: secret('REDIS_PASSWORD') });
  await startContainerServices(host);
  const n8n = await containerN8n(host);
  const provisioned = await n8n.provision();
  const [webhook, ...workers] = await Promise.all([n8n.startWebhook(), n8n.startWorker(), n8n.startWorker()]);
  await n8n.startMain();

  const deliveries = () => numbersIn(webhook, 'Enqueued');
  const doneBy = (worker: Running) => numbersIn(worker, 'Worker finished');
  const begunBy = (worker: Running) => numbersIn(worker, 'Worker started');
  return {
    ...people({
      addresses,
      secrets: {
        lead_tracker_api_key: secret('LEAD_TRACKER_API_KEY'),
        communication_engine_api_key: secret('COMMUNICATION_ENGINE_API_KEY'),
      },
    }),
    provisioned,
    /** The number of deliveries that the workers have completed. */
    deliveriesDone: () => {
      const done = new Set(workers.flatMap(doneBy));
      return deliveries().filter((number) => done.has(number)).length;
    },
    /** Waits until a worker executes a delivery, then kills the worker. */
    killWorkerAtDelivery: async () => {
      const isAtDelivery = (worker: Running) => {
        const taken = new Set(deliveries());
        const done = new Set(doneBy(worker));
        return begunBy(worker).some((number) => taken.has(number) && !done.has(number));
      };
      const deadline = Date.now() + DELIVERY_WITHIN_MS;
      let worker = workers.find(isAtDelivery);
      while (!worker && Date.now() < deadline) {
        await sleep(1);
        worker = workers.find(isAtDelivery);
      }
      if (!worker) throw new Error(`no worker executed a delivery within ${DELIVERY_WITHIN_MS / 1_000} s`);
      await worker.kill('SIGKILL');
    },
  };
}
