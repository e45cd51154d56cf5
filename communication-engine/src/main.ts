import { createHttpClient } from '@lead-nurturing/service-kit/http-client/http-client';
import { openConnection } from '@lead-nurturing/service-kit/mongo/connect';
import { systemClock } from '@lead-nurturing/service-kit/runtime/clock';
import { listenersOf, readConfig } from '@lead-nurturing/service-kit/runtime/config';
import { createLog } from '@lead-nurturing/service-kit/runtime/log';
import { serve, startOrEnd } from '@lead-nurturing/service-kit/runtime/serve';
import { composeCommunicationEngine } from './compose';
import { EngineConfig } from './config';

async function main(): Promise<void> {
  const config = readConfig(EngineConfig, process.env);
  const log = createLog('communication-engine', config.LOG_LEVEL);
  await startOrEnd(log, async () => {
    const connection = openConnection(config.MONGODB_URI);
    const http = createHttpClient(config.OUTGOING_ALLOW_PRIVATE);
    const parts = { connection, clock: systemClock, log, http, config };
    const { prepare, startWorkers, stop, ...apps } = composeCommunicationEngine(parts);
    await prepare(config);
    const stoppables = [...startWorkers(), { stop }, { stop: () => connection.close() }];
    await serve({ listeners: listenersOf(apps, config), log, stoppables });
  });
}

void main();
