import { randomUUID } from 'node:crypto';
import { composeLeadTracker } from '@lead-nurturing/lead-tracker/compose';
import { createApiKeyStore } from '@lead-nurturing/service-kit/auth/api-key.store';
import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { createHttpClient } from '@lead-nurturing/service-kit/http-client/http-client';
import { createLog } from '@lead-nurturing/service-kit/runtime/log';
import type { LeadSaved } from '@lead-nurturing/contracts/leads/lead';
import { apiOf, requestTo, type Api } from '../api';
import { aLead } from '../builders';
import { testClock, type TestClock } from '../clock';
import { freshDatabase } from '../database';
import { onFinish } from '../finish';

export interface LeadTrackerWorld {
  /** Requests with a key of the company that may do everything. */
  api: Api;
  /** The lead as the API answers it, posted with this much. */
  created: (overrides?: Parameters<typeof aLead>[0]) => Promise<LeadSaved['lead']>;
  connection: Connection;
  clock: TestClock;
  /** Another company in the same database. */
  otherCompany: Api;
  /** A key of the company with these scopes alone. */
  apiWith: (scopes: string[]) => Promise<Api>;
  withoutKey: ReturnType<typeof requestTo>;
  /** Requests to the operations port. */
  operations: ReturnType<typeof requestTo>;
}

interface Options {
  /** Run scheduler, sequencer and dispatcher; off, nothing happens by itself. */
  workers?: boolean;
  clock?: TestClock;
}

/** The Lead Tracker as it is composed in production, on a database of its own, with a clock that stands still. */
export async function leadTrackerWorld({
  workers = false,
  clock = testClock(),
}: Options = {}): Promise<LeadTrackerWorld> {
  const connection = await freshDatabase();
  const log = createLog('lead-tracker', 'silent');
  const { app, operations, prepare, startWorkers } = composeLeadTracker({
    connection,
    clock,
    log,
    http: createHttpClient(new Set()),
  });
  await prepare({});
  const keys = createApiKeyStore(connection, clock);
  const apiWith = async (scopes: string[], company = 'acme') => {
    const key = `ln_test_${randomUUID()}`;
    await keys.ensure(company, key, { label: 'test', scopes });
    return apiOf(app, key, operations);
  };
  if (workers) {
    const running = startWorkers();
    onFinish(async () => {
      for (const worker of running) await worker.stop();
    });
  }
  const api = await apiWith(['*']);
  return {
    api,
    created: async (overrides = {}) => (await api.post('/leads', aLead(overrides))).body.lead,
    otherCompany: await apiWith(['*'], 'globex'),
    apiWith,
    connection,
    clock,
    withoutKey: requestTo(app, operations),
    operations: requestTo(operations, operations),
  };
}
