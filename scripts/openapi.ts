import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { composeCommunicationEngine } from '@lead-nurturing/communication-engine/compose';
import { EngineConfig } from '@lead-nurturing/communication-engine/config';
import { composeLeadTracker } from '@lead-nurturing/lead-tracker/compose';
import { createHttpClient } from '@lead-nurturing/service-kit/http-client/http-client';
import { openConnection } from '@lead-nurturing/service-kit/mongo/connect';
import { systemClock } from '@lead-nurturing/service-kit/runtime/clock';
import { createLog } from '@lead-nurturing/service-kit/runtime/log';

/** Writes the OpenAPI documents of both services to docs/openapi; a test fails when they are out of date. */
const folder = fileURLToPath(new URL('../docs/openapi/', import.meta.url));

// Serving the OpenAPI document uses neither the database nor the mail server, so these addresses need not exist.
const MONGODB_URI = 'mongodb://127.0.0.1:1/none';
const config = EngineConfig.parse({
  PORT: 0,
  MONGODB_URI,
  PUBLIC_URL: 'http://127.0.0.1:3002',
  TRACKING_SECRET: 'x'.repeat(32),
  EMAIL_PROVIDER: 'smtp',
  SMTP_URL: 'smtp://127.0.0.1:1',
  EMAIL_FROM: 'Brightline <hello@brightline.example>',
});

async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const connection = openConnection(MONGODB_URI);
  const parts = {
    connection,
    clock: systemClock,
    log: createLog('openapi', 'silent'),
    http: createHttpClient(new Set()),
  };
  const services = {
    'lead-tracker': composeLeadTracker(parts),
    'communication-engine': composeCommunicationEngine({ ...parts, config }),
  };
  for (const [name, { operations }] of Object.entries(services)) {
    const server = operations.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const document: unknown = await (await fetch(`http://127.0.0.1:${String(port)}/openapi.json`)).json();
    await writeFile(`${folder}${name}.json`, `${JSON.stringify(document, null, 2)}\n`);
    server.close();
    server.closeAllConnections();
  }
  await connection.close();
}

await main();
