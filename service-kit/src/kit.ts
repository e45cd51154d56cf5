import { randomBytes } from 'node:crypto';
import type { Scope } from '@lead-nurturing/contracts/access/api-key';
import { createApiKeyStore } from './auth/api-key.store';
import { createApiKeys } from './auth/api-key.service';
import { apiKeyRoutes } from './auth/api-key.routes';
import { ensureInstallationKeys } from './auth/installation-keys';
import { createDeadLetters } from './dead-letters/dead-letter.service';
import { createDeadLetterStore } from './dead-letters/dead-letter.store';
import { deadLetterRoutes } from './dead-letters/dead-letter.routes';
import { buildIndexes, ping, type Connection } from './mongo/connect';
import { ensureDataVersion } from './mongo/data-version';
import { createIdempotent, createIdempotentEach } from './mongo/idempotency';
import { createTransactions } from './mongo/transaction';
import { leaseModel } from './mongo/lease';
import { createOutbox } from './outbox/outbox';
import { outboxHeadModel, outboxModel } from './outbox/outbox.model';
import { startSequencer } from './outbox/sequencer';
import type { HttpClient } from './http-client/http-client';
import { newId, type Clock } from './runtime/clock';
import type { ServiceConfig } from './runtime/config';
import type { Log } from './runtime/log';
import { startDispatcher } from './webhooks/dispatcher';
import { createSubscriptions } from './webhooks/subscription.service';
import { createSubscriptionStore } from './webhooks/subscription.store';
import { subscriptionRoutes } from './webhooks/subscription.routes';

export type Kit = ReturnType<typeof createKit>;

const newKey = () => `ln_${randomBytes(32).toString('base64url')}`;

interface KitParts {
  connection: Connection;
  clock: Clock;
  log: Log;
  /** For requests to addresses that companies chose. */
  http: HttpClient;
  /** The domain events that this service publishes, by type. */
  domainEvents: Readonly<Record<string, unknown>>;
  /** The scope that a key needs to subscribe to them. */
  eventScope: Scope;
  /** The scopes of the key `N8N_API_KEY`: those that the nodes of this service need. */
  n8nScopes: readonly Scope[];
}

/** What both services share: API keys, transactions, idempotency, outbox, subscriptions and dead letters. */
export function createKit({ connection, clock, log, http, domainEvents, eventScope, n8nScopes }: KitParts) {
  // Registers these models before `prepare` builds the indexes.
  outboxModel(connection);
  outboxHeadModel(connection);
  leaseModel(connection);
  const inTransaction = createTransactions(connection);
  const keyStore = createApiKeyStore(connection, clock);
  const subscriptions = createSubscriptionStore(connection, clock);
  const deadLetters = createDeadLetters(createDeadLetterStore(connection, clock));
  return {
    connection,
    clock,
    log,
    newId,
    inTransaction,
    idempotent: createIdempotent(connection, inTransaction, clock),
    idempotentEach: createIdempotentEach(connection, inTransaction, clock),
    outbox: createOutbox(connection, clock),
    deadLetters,
    findKey: keyStore.findByKey,
    ready: () => ping(connection),
    routes: [
      ...subscriptionRoutes(createSubscriptions(subscriptions, http), {
        types: Object.keys(domainEvents),
        scope: eventScope,
      }),
      ...deadLetterRoutes(deadLetters),
      ...apiKeyRoutes(createApiKeys({ store: keyStore, inTransaction, newKey })),
    ],
    /** Checks the data version, builds the indexes and ensures the API keys of the installation. */
    prepare: async (config: Partial<ServiceConfig>) => {
      await ensureDataVersion(connection);
      await buildIndexes(connection);
      await ensureInstallationKeys(keyStore, config, n8nScopes);
    },
    /** Starts the sequencer and the dispatcher of the outbox. */
    startOutbox: () => {
      const dispatcher = startDispatcher({ connection, subscriptions, deadLetters, http, clock, log });
      const sequencer = startSequencer(connection, log, dispatcher.wake);
      return {
        stop: async () => {
          await sequencer.stop();
          await dispatcher.stop();
        },
      };
    },
  };
}
