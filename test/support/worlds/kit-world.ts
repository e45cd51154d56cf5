import { randomUUID } from 'node:crypto';
import { LeadTrackerEvents, type NewDomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import { createApiKeyStore } from '@lead-nurturing/service-kit/auth/api-key.store';
import { createApps } from '@lead-nurturing/service-kit/http/app';
import { createHttpClient, hostAndPortOf, type HttpClient } from '@lead-nurturing/service-kit/http-client/http-client';
import { createKit } from '@lead-nurturing/service-kit/kit';
import { openConnection, type Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { createLog } from '@lead-nurturing/service-kit/runtime/log';
import { apiOf } from '../api';
import { testClock } from '../clock';
import { freshDatabase, uriOf } from '../database';
import { onFinish } from '../finish';
import type { Receiver } from '../doubles/receiver';

const silent = createLog('test', 'silent');

interface Subscribing {
  events?: string[];
  subscriber?: string;
  from?: 'now';
}

export type KitWorld = Awaited<ReturnType<typeof kitWorld>>;

/** What both services stand on, without either: its routes, its outbox, and as many instances as the test starts. */
export async function kitWorld() {
  const connection = await freshDatabase();
  // Close to the real time: the database removes what is older than its term.
  const clock = testClock(new Date());
  const allowPrivate = new Set<string>();
  const http = createHttpClient(allowPrivate);
  const kit = createKit({
    connection,
    clock,
    log: silent,
    http,
    domainEvents: LeadTrackerEvents,
    eventScope: 'leads:read',
    n8nScopes: ['leads:read', 'webhooks:write'],
  });
  await kit.prepare({});
  const { app, operations } = appsOf(kit);
  const keys = createApiKeyStore(connection, clock);

  const apiWith = async (scopes: string[], company = 'acme') => {
    const key = `ln_test_${randomUUID()}`;
    await keys.ensure(company, key, { label: 'test', scopes });
    return apiOf(app, key, operations);
  };
  const api = await apiWith(['*']);

  return {
    ...kit,
    connection,
    clock,
    app,
    api,
    apiWith,
    otherCompany: await apiWith(['*'], 'globex'),
    subscribe: (
      receiver: Receiver,
      { events = ['lead.created'], subscriber = 'workflow:node', ...rest }: Subscribing = {},
    ) => {
      if (URL.canParse(receiver.url)) allowPrivate.add(hostAndPortOf(new URL(receiver.url)));
      return api.post('/webhook-subscriptions', {
        subscriber,
        url: receiver.url,
        events,
        secret: receiver.secret,
        ...rest,
      });
    },
    subscriptions: async () =>
      (await api.get('/webhook-subscriptions?page_size=200')).body.items as Record<string, unknown>[],
    /** Deletes all subscriptions. */
    unsubscribeAll: () => connection.collection('webhook_subscriptions').deleteMany({}),
    /** Appends the domain events in one transaction. */
    publish: (domainEvents: readonly NewDomainEvent[], company = 'acme') =>
      kit.inTransaction((session) => kit.outbox.append(session, company, domainEvents)),
    /** Sequencer and dispatcher of one more instance of the service. */
    startInstance: () => startInstance(connection, clock, http),
  };
}

const appsOf = ({ routes, findKey, ready }: ReturnType<typeof createKit>) =>
  createApps({ title: 'Kit', version: '0.0.0', log: silent, routes, keys: findKey, ready });

async function startInstance(connection: Connection, clock: Clock, http: HttpClient) {
  const own = await openConnection(uriOf(connection)).asPromise();
  const running = createKit({
    connection: own,
    clock,
    log: silent,
    http,
    domainEvents: LeadTrackerEvents,
    eventScope: 'leads:read',
    n8nScopes: ['leads:read', 'webhooks:write'],
  }).startOutbox();
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await running.stop();
    await own.close();
  };
  const instance = { stop: () => (stopped ??= stop()) };
  onFinish(instance.stop);
  return instance;
}

let count = 0;

/** Builds a domain event of a lead; pass only the fields that the test is about. */
export function aDomainEvent(
  overrides: Partial<Omit<Extract<NewDomainEvent, { type: 'lead.created' }>, 'data'>> = {},
): NewDomainEvent {
  const subject = overrides.subject ?? `lead-${String((count += 1))}`;
  return {
    type: 'lead.created',
    occurred_at: new Date(),
    subject,
    ...overrides,
    data: { lead_id: subject, person_id: 'person', product_id: 'analytics', stage: 'User', source: 'crm' },
  };
}

/** The next domain events of one lead, with a rising `lead_seq`. */
export const domainEventsOf = (subject: string, from: number, howMany: number): NewDomainEvent[] =>
  Array.from({ length: howMany }, (_, index) => aDomainEvent({ subject, lead_seq: from + index }));
