import { randomUUID } from 'node:crypto';
import type { z } from 'zod/v4';
import { composeCommunicationEngine } from '@lead-nurturing/communication-engine/compose';
import { EngineConfig } from '@lead-nurturing/communication-engine/config';
import type { Provider, RenderedMessage, Submission } from '@lead-nurturing/communication-engine/channels/provider';
import type { SendMessage } from '@lead-nurturing/contracts/messages/message';
import type { PutTemplate } from '@lead-nurturing/contracts/templates/template';
import { createApiKeyStore } from '@lead-nurturing/service-kit/auth/api-key.store';
import { createHttpClient } from '@lead-nurturing/service-kit/http-client/http-client';
import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { createLog } from '@lead-nurturing/service-kit/runtime/log';
import { apiOf, requestTo } from '../api';
import { testClock, type TestClock } from '../clock';
import { freshDatabase } from '../database';
import { onFinish } from '../finish';

let count = 0;
const next = () => String((count += 1));

/** A valid message to a new lead; `overrides` name what the test is about. */
export function aMessage(overrides: Partial<z.input<typeof SendMessage>> = {}): z.input<typeof SendMessage> {
  const n = next();
  return {
    idempotency_key: `message-${n}`,
    lead_id: `lead-${n}`,
    product_id: 'analytics',
    channel: 'email',
    template_id: 'welcome',
    recipient: { email: `user${n}@acme.example`, name: 'Ada' },
    variables: { lead: { name: 'Ada' } },
    ...overrides,
  };
}

export function aTemplate(overrides: Partial<z.input<typeof PutTemplate>> = {}): z.input<typeof PutTemplate> {
  return {
    template_id: 'welcome',
    channel: 'email',
    name: 'Welcome',
    subject: 'Welcome, {{ lead.name }}',
    html: '<p>Hello {{ lead.name }}, <a href="https://acme.example/start?a=1&amp;b=2">start here</a> or <a href="{{ unsubscribe_url }}">leave</a>.</p>',
    ...overrides,
  };
}

export interface ProviderDouble extends Provider {
  /** The submitted messages, in order, with the time by `performance.now`. */
  submitted: { message: RenderedMessage; at: number }[];
  /** Sets the answer of later submissions. */
  answer: (answer: (message: RenderedMessage) => Submission | Promise<Submission>) => void;
}

export function providerDouble(concurrency = 10): ProviderDouble {
  let answering: (message: RenderedMessage) => Submission | Promise<Submission> = ({ id }) => ({
    status: 'submitted',
    provider_id: `provider-${id}`,
  });
  const submitted: ProviderDouble['submitted'] = [];
  return {
    name: 'double',
    channel: 'email',
    concurrency,
    submitted,
    answer: (answer) => {
      answering = answer;
    },
    prepare: async (message) => ({
      status: 'ready',
      submit: async () => {
        submitted.push({ message, at: performance.now() });
        return answering(message);
      },
      release: () => undefined,
    }),
    close: async () => undefined,
  };
}

export const engineConfig = (overrides: Record<string, unknown> = {}): EngineConfig =>
  EngineConfig.parse({
    PORT: 0,
    MONGODB_URI: 'mongodb://of.the.test',
    PUBLIC_URL: 'https://mail.acme.example',
    TRACKING_SECRET: 'a-tracking-secret-of-32-characters',
    EMAIL_PROVIDER: 'smtp',
    SMTP_URL: 'smtp://127.0.0.1:1',
    EMAIL_FROM: 'Acme News <news@acme.example>',
    EMAIL_RATE_LIMIT: 1_000,
    ...overrides,
  });

interface Options {
  /** Run sender, reaper and outbox. Without them, messages stay queued. */
  workers?: boolean;
  clock?: TestClock;
  /** `null`: the provider that the configuration names. */
  provider?: Provider | null;
  config?: Record<string, unknown>;
  /** Another engine's database. */
  connection?: Connection;
}

/** The Communication Engine as it is composed in production, with a provider double. */
export async function communicationEngineWorld(options: Options = {}) {
  // Not in the past, because MongoDB's TTL indexes delete expired documents by its own clock.
  const { workers = false, clock = testClock(new Date()), provider = providerDouble(), config = {} } = options;
  const connection = options.connection ?? (await freshDatabase());
  const log = createLog('communication-engine', 'silent');
  const engine = composeCommunicationEngine({
    connection,
    clock,
    log,
    http: createHttpClient(new Set()),
    config: engineConfig(config),
    ...(provider && { provider }),
  });
  onFinish(engine.stop);
  await engine.prepare({});
  const keys = createApiKeyStore(connection, clock);
  const apiWith = async (scopes: string[], company = 'acme') => {
    const key = `ln_test_${randomUUID()}`;
    await keys.ensure(company, key, { label: 'test', scopes });
    return apiOf(engine.app, key, engine.operations);
  };
  const start = () => {
    const running = engine.startWorkers();
    let stopped: Promise<void> | undefined;
    const stop = () =>
      (stopped ??= (async () => {
        for (const worker of running) await worker.stop();
      })());
    onFinish(stop);
    return { stop };
  };
  if (workers) start();
  /** All domain events published so far, oldest first. */
  const domainEvents = async () => {
    const documents = await connection.collection('outbox').find().sort({ created_at: 1, _id: 1 }).toArray();
    return documents.flatMap((document) => document.events as { type: string; data: Record<string, unknown> }[]);
  };
  return {
    api: await apiWith(['*']),
    otherCompany: await apiWith(['*'], 'globex'),
    apiWith,
    public: requestTo(engine.app, engine.operations),
    operations: requestTo(engine.operations, engine.operations),
    connection,
    clock,
    start,
    domainEvents,
  };
}
