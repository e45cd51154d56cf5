import type { Module } from '@lead-nurturing/service-kit/module';
import type { EngineKit } from '../engine-kit';
import type { EngagementStore } from '../messages/engagement.store';
import type { MessageStore } from '../messages/message.store';
import { engagementRoutes } from './engagement.routes';
import { createEngagementService, type EngagementService } from './engagement.service';

interface Needs {
  messages: Pick<MessageStore, 'find'> & { engagement: EngagementStore };
}

/** Engagement: what leads did with their messages. */
export function createEngagement(kit: EngineKit, { messages }: Needs): Module<EngagementService> {
  const service = createEngagementService({ ...kit, messages });
  return { service, routes: engagementRoutes(service), workers: [] };
}
