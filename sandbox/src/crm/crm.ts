import { join } from 'node:path';
import express, { type Express } from 'express';
import { apiRoutes } from './api.routes';
import { controlRoutes } from './control.routes';
import { answerError, answerUnknownPath } from './crm-error';
import { createFaults } from './faults';
import { createJournal } from './records/journal';
import { createLogins, startLoginSimulation } from './logins';
import { oauthRoutes } from './oauth.routes';
import type { Contact, Organization } from './records/record';
import { Login } from './records/record';
import { createRequestLedger } from './request-ledger';
import { seedData } from './records/seed-data';
import { createTable } from './records/table';
import { createTokens, type OAuthClient } from './tokens';
import { createWebhookSender } from './webhook';

export interface CrmDeps {
  clock: () => Date;
  /** Returns a number from 0 to 1 that selects the next person to log in. */
  random: () => number;
  newId: () => string;
  client: OAuthClient;
  tokenSeconds: number;
  loginsPerMinute: number;
  /** The folder that stores the logins; without it they are lost when the process ends. */
  dataDir?: string | undefined;
}

const pages = join(__dirname, '../../public');

/** A small CRM whose customers log in. Its controls need no key, so it must be reachable only from this machine. */
export function createCrm(deps: CrmDeps): { app: Express; stop(): void } {
  const { clock, random, newId, client, tokenSeconds, loginsPerMinute, dataDir } = deps;
  const seed = seedData();
  const contacts = createTable<Contact>(seed.contacts);
  const organizations = createTable<Organization>(seed.organizations);
  const webhook = createWebhookSender(clock);
  const journal = createJournal(Login, dataDir && join(dataDir, 'logins.jsonl'));
  const logins = createLogins({ journal, contacts, organizations, clock, random, newId, onLogin: webhook.send });
  const tokens = createTokens({ client, seconds: tokenSeconds, clock, newId });
  const faults = createFaults({ tokens, logins, clock });
  const ledger = createRequestLedger(clock);

  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use('/api/v1', ledger.record);
  app.use(express.json(), express.urlencoded({ extended: false }));
  app.use('/oauth', oauthRoutes(tokens));
  app.use('/api/v1', apiRoutes({ contacts, organizations, tokens, faults, newId }));
  app.use('/sandbox', controlRoutes({ contacts, organizations, logins, faults, ledger, webhook }));
  app.get('/', (_request, response) => response.sendFile('index.html', { root: pages }));
  app.use(answerUnknownPath, answerError);

  const simulation = startLoginSimulation({ logins, clock, perMinute: loginsPerMinute });
  return { app, stop: simulation.stop };
}
