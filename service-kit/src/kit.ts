import { randomBytes } from 'node:crypto';
import type { Scope } from '@lead-nurturing/contracts/access/api-key';
import { createApiKeyStore } from './auth/api-key.store';
import { createApiKeys } from './auth/api-key.service';
import { apiKeyRoutes } from './auth/api-key.routes';
import { ensureBootstrapKey } from './auth/bootstrap-key';
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
import type { Clock } from './runtime/clock';
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
  /** The facts this service tells, by type. */
  domainEvents: Readonly<Record<string, unknown>>;
  /** What a key needs to be told of them. */
  eventScope: Scope;
}

/** What both services stand on, wired once: keys, transactions, outbox, subscriptions, dead letters. */
export function createKit({ connection, clock, log, http, domainEvents, eventScope }: KitParts) {
  // Registered here, so that their indexes exist before anything is written.
  outboxModel(connection);
  outboxHeadModel(connection);
  leaseModel(connection);
  const inTransaction = createTransactions(connection);
  const keyStore = createApiKeyStore(connection, clock);
  const subscriptions = createSubscriptionStore(connection, clock);
  const deadLetters = createDeadLetters(createDeadLetterStore(connection, clock));
  return {
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
      ...apiKeyRoutes(createApiKeys(keyStore, newKey)),
    ],
    /** Indexes, and the key an installation begins with. */
    prepare: async ({ BOOTSTRAP_COMPANY_ID, BOOTSTRAP_API_KEY }: Partial<ServiceConfig>) => {
      await ensureDataVersion(connection);
      await buildIndexes(connection);
      if (BOOTSTRAP_COMPANY_ID && BOOTSTRAP_API_KEY)
        await ensureBootstrapKey(keyStore, BOOTSTRAP_COMPANY_ID, BOOTSTRAP_API_KEY);
    },
    /** Sequencer and dispatcher. */
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
