import type { Module } from '@lead-nurturing/service-kit/module';
import type { EngineKit } from '../engine-kit';
import type { Renderer } from '../templates/render.host';
import type { TemplateService } from '../templates/template.service';
import { createDrafts } from './draft.service';
import { createEngagementStore, type EngagementStore } from './engagement.store';
import { messageRoutes } from './message.routes';
import { createMessageService, type MessageService } from './message.service';
import { createMessageStore, type MessageStore } from './message.store';
import { createQueueStore, type QueueStore } from './queue.store';

interface Needs {
  templates: Pick<TemplateService, 'ofChannel'> & { renderer: Pick<Renderer, 'renderAll'> };
}

interface Messages extends MessageService {
  /** A message as it is stored; null for an unknown id and for another company's. */
  find: MessageStore['find'];
  /** The messages that are to be submitted, of all companies. */
  queue: QueueStore;
  /** Opens, clicks and unsubscribes, which are stored with the message. */
  engagement: EngagementStore;
}

/** Messages: accepted, rendered, queued, and what became of them. */
export function createMessages(kit: EngineKit, { templates }: Needs): Module<Messages> {
  const messages = createMessageStore(kit.connection);
  const service = createMessageService({ ...kit, messages, drafts: createDrafts({ ...kit, templates }) });
  const queue = createQueueStore(kit.connection);
  const engagement = createEngagementStore(kit.connection);
  return {
    service: { ...service, find: messages.find, queue, engagement },
    routes: messageRoutes(service),
    workers: [],
  };
}
