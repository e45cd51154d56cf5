import type { Scope } from '@lead-nurturing/contracts/access/api-key';
import { CommunicationEngineEvents } from '@lead-nurturing/contracts/webhooks/domain-event';
import { createApps } from '@lead-nurturing/service-kit/http/app';
import type { HttpClient } from '@lead-nurturing/service-kit/http-client/http-client';
import { createKit } from '@lead-nurturing/service-kit/kit';
import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { newId, type Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { Log } from '@lead-nurturing/service-kit/runtime/log';
import { createChannels } from './channels/channels.module';
import type { Provider } from './channels/provider';
import type { EngineConfig } from './config';
import { createEngagement } from './engagement/engagement.module';
import type { EngineKit } from './engine-kit';
import { notFoundPage } from './html-page';
import { createLimits } from './limits/limits.module';
import { createTokens } from './links/token';
import { createMessages } from './messages/messages.module';
import { createSending } from './sending/sending.module';
import { createSuppression } from './suppression/suppression.module';
import { createTemplates } from './templates/templates.module';
import { createTracking } from './tracking/tracking.module';

interface Parts {
  connection: Connection;
  clock: Clock;
  log: Log;
  http: HttpClient;
  config: EngineConfig;
  /** In place of the provider that the configuration names. */
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

const ABOUT = { title: 'Communication Engine', version: '0.1.0', tags: TAGS, invalidPageUrl: notFoundPage };

/** Wires the features of the Communication Engine, in the order of who needs whom. Nothing runs or listens yet. */
export function composeCommunicationEngine({ connection, clock, log, http, config, ...overrides }: Parts) {
  const events = {
    domainEvents: CommunicationEngineEvents,
    eventScope: 'messages:read',
    n8nScopes: N8N_SCOPES,
  } as const;
  const common = createKit({ connection, clock, log, http, ...events });
  const monotonicNow = () => performance.now();
  const kit: EngineKit = { ...common, connection, clock, log, newId, monotonicNow, random: Math.random };
  const tokens = createTokens(config.TRACKING_SECRET);
  const sender = config.EMAIL_FROM.name;

  const templates = createTemplates(kit, { publicUrl: config.PUBLIC_URL, secret: config.TRACKING_SECRET });
  const messages = createMessages(kit, { templates: templates.service });
  const engagement = createEngagement(kit, { messages: messages.service });
  const visitors = { tokens, messages: messages.service, engagement: engagement.service };
  const tracking = createTracking(visitors);
  const suppression = createSuppression(kit, { ...visitors, sender });
  const limits = createLimits(kit);
  const channels = createChannels(kit, config);
  const sending = createSending(kit, {
    queue: messages.service.queue,
    suppression: suppression.service,
    limits: limits.service,
    provider: overrides.provider ?? channels.service.email,
    messagesPerSecond: config.EMAIL_RATE_LIMIT,
  });

  const modules = [templates, messages, engagement, tracking, suppression, limits, channels, sending];
  const routes = [...modules.flatMap((module) => module.routes), ...kit.routes];
  const pages = modules.flatMap((module) => module.pages ?? []);
  const apps = createApps({
    ...ABOUT,
    domainEvents: CommunicationEngineEvents,
    log,
    routes,
    pages,
    keys: kit.findKey,
    ready: kit.ready,
  });
  return {
    ...apps,
    prepare: kit.prepare,
    startWorkers: () => [...modules.flatMap(({ workers }) => workers.map((start) => start())), kit.startOutbox()],
    /** Ends the rendering thread, which the first request starts. */
    stop: templates.service.renderer.stop,
  };
}
