import type { Scope } from '@lead-nurturing/contracts/access/api-key';
import { CommunicationEngineEvents } from '@lead-nurturing/contracts/webhooks/domain-event';
import { createKit } from '@lead-nurturing/service-kit/kit';
import { createApps } from '@lead-nurturing/service-kit/http/app';
import type { HttpClient } from '@lead-nurturing/service-kit/http-client/http-client';
import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { newId, type Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { Log } from '@lead-nurturing/service-kit/runtime/log';
import { createSendGridProvider } from './channels/email/sendgrid.provider';
import { createSmtpProvider } from './channels/email/smtp.provider';
import type { Provider } from './channels/provider';
import type { EngineConfig } from './config';
import { engagementRoutes } from './engagement/engagement.routes';
import { createEngagements } from './engagement/engagement.service';
import { createLimit } from './limits/limit.service';
import { createReservationStore } from './limits/reservation.store';
import { createDrafts } from './messages/draft.service';
import { createEngagementStore } from './messages/engagement.store';
import { messageRoutes } from './messages/message.routes';
import { createMessages } from './messages/message.service';
import { createMessageStore } from './messages/message.store';
import { createQueueStore } from './messages/queue.store';
import { startStaleSubmissionReaper } from './sending/stale-submission-reaper.worker';
import { createOutcomes, type OutcomesDeps } from './sending/outcomes.service';
import { createOutcomeWriter } from './sending/outcome-writer.worker';
import { startSender } from './sending/sender.worker';
import { createSending, type SendingDeps } from './sending/sending.service';
import { createSuppressionStore } from './suppression/suppression.store';
import { unsubscribePages } from './suppression/unsubscribe.pages';
import { createUnsubscribing } from './suppression/unsubscribe.service';
import { createRenderer } from './templates/render.host';
import { templateRoutes } from './templates/template.routes';
import { createTemplates } from './templates/template.service';
import { createTemplateStore } from './templates/template.store';
import { notFoundPage } from './html-page';
import { createTokens } from './links/token';
import { trackingPages } from './tracking/tracking.pages';
import { createTracking } from './tracking/tracking.service';

interface Parts {
  connection: Connection;
  clock: Clock;
  log: Log;
  http: HttpClient;
  config: EngineConfig;
  provider?: Provider;
}

/** The scopes that the Communication Engine's nodes and trigger need; the key of n8n has no others. */
export const N8N_SCOPES: Scope[] = [
  'engagement:read',
  'messages:read',
  'messages:write',
  'templates:write',
  'webhooks:read',
  'webhooks:write',
];

/** The paths of the service on its API page. */
const TAGS = {
  messages: 'Messages to leads, from accepted to submitted.',
  templates: 'The texts that messages are rendered from.',
  engagement: 'What leads did with their messages.',
};

export type CommunicationEngine = ReturnType<typeof composeCommunicationEngine>;

const monotonicNow = () => performance.now();

function createProvider(config: EngineConfig, clock: Clock): Provider {
  const from = config.EMAIL_FROM;
  if (config.EMAIL_PROVIDER === 'smtp') return createSmtpProvider({ url: config.SMTP_URL, from, monotonicNow });
  return createSendGridProvider({ apiKey: config.SENDGRID_API_KEY, from, now: clock.now });
}

type SenderDeps = Omit<OutcomesDeps & SendingDeps, 'queue' | 'outcomes' | 'random'>;

/** The queue's way out: what the provider takes, in the slots of its limit. */
function composeSender({ connection, config, log }: Parts, deps: SenderDeps) {
  const { provider } = deps;
  const queue = createQueueStore(connection);
  const outcomes = createOutcomes({ ...deps, queue });
  const record = createOutcomeWriter(outcomes.write);
  const sending = createSending({ ...deps, queue, outcomes, random: Math.random });
  const rate = { messages: config.EMAIL_RATE_LIMIT, window_ms: 1_000 };
  const reservations = createReservationStore(connection);
  const limit = createLimit({ reservations, monotonicNow }, `${provider.channel}:${provider.name}`, rate);
  return () => [
    startSender({ sending, record, limit, provider, monotonicNow, log }),
    startStaleSubmissionReaper(sending, log),
  ];
}

/** Wires the Communication Engine; nothing runs and nothing listens until asked to. */
export function composeCommunicationEngine(parts: Parts) {
  const { connection, clock, log, http, config } = parts;
  const { PUBLIC_URL, TRACKING_SECRET, EMAIL_FROM } = config;
  const kit = createKit({
    connection,
    clock,
    log,
    http,
    domainEvents: CommunicationEngineEvents,
    eventScope: 'messages:read',
    n8nScopes: N8N_SCOPES,
  });
  const tokens = createTokens(TRACKING_SECRET);
  const messages = createMessageStore(connection);
  const suppressions = createSuppressionStore(connection);
  const renderer = createRenderer({ publicUrl: PUBLIC_URL, secret: TRACKING_SECRET }, monotonicNow);
  const deps = { ...kit, messages, suppressions, tokens, renderer, clock, newId };

  const engagements = createEngagements({ ...deps, engagements: createEngagementStore(connection) });
  const templates = createTemplates({ ...deps, templates: createTemplateStore(connection) });
  const routes = [
    ...messageRoutes(createMessages({ ...deps, drafts: createDrafts({ ...deps, templates }) })),
    ...templateRoutes(templates),
    ...engagementRoutes(engagements),
    ...kit.routes,
  ];
  const pages = [
    ...trackingPages(createTracking({ ...deps, engagements })),
    ...unsubscribePages(createUnsubscribing({ ...deps, engagements }), EMAIL_FROM.name),
  ];
  const { findKey: keys, ready, prepare } = kit;
  const words = { title: 'Communication Engine', version: '0.1.0', tags: TAGS, invalidPageUrl: notFoundPage };
  const apps = createApps({ ...words, log, routes, pages, keys, ready });
  const startSending = composeSender(parts, { ...deps, provider: parts.provider ?? createProvider(config, clock) });
  return { ...apps, prepare, startWorkers: () => [...startSending(), kit.startOutbox()], stop: renderer.stop };
}
