import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { z } from 'zod';
import { exitWith, log, onSignal, Port, readEnv } from '../process';
import { createCrm } from './crm';

const Env = z.object({
  HOST: z.string().default('127.0.0.1'),
  SANDBOX_CRM_PORT: Port.default(3003),
  SANDBOX_CRM_CLIENT_ID: z.string(),
  SANDBOX_CRM_CLIENT_SECRET: z.string(),
  SANDBOX_CRM_TOKEN_SECONDS: z.coerce.number().int().min(1).default(3_600),
  SANDBOX_LOGINS_PER_MINUTE: z.coerce.number().min(0).max(6_000).default(30),
  SANDBOX_DATA_DIR: z.string().optional(),
});

async function main(): Promise<void> {
  const env = readEnv(Env, process.env);
  const { app, stop } = createCrm({
    clock: () => new Date(),
    random: Math.random,
    newId: randomUUID,
    client: { id: env.SANDBOX_CRM_CLIENT_ID, secret: env.SANDBOX_CRM_CLIENT_SECRET },
    tokenSeconds: env.SANDBOX_CRM_TOKEN_SECONDS,
    loginsPerMinute: env.SANDBOX_LOGINS_PER_MINUTE,
    dataDir: env.SANDBOX_DATA_DIR,
  });
  const server = app.listen(env.SANDBOX_CRM_PORT, env.HOST);
  await once(server, 'listening').catch((error: unknown) =>
    exitWith(error, { SANDBOX_CRM_PORT: env.SANDBOX_CRM_PORT }),
  );
  const address = server.address();
  log({ msg: 'listening', port: typeof address === 'object' && address ? address.port : env.SANDBOX_CRM_PORT });

  onSignal(async () => {
    stop();
    server.close();
    server.closeAllConnections();
  });
}

void main();
