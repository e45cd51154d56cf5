import type { Module } from '@lead-nurturing/service-kit/module';
import type { EngineKit } from '../engine-kit';
import { createSuppressionStore, type SuppressionStore } from './suppression.store';
import { unsubscribePages } from './unsubscribe.pages';
import { createUnsubscribeService, type UnsubscribeNeeds } from './unsubscribe.service';

/** Suppression: the addresses that get no messages, and the pages to unsubscribe. */
export function createSuppression(
  kit: EngineKit,
  { sender, ...needs }: UnsubscribeNeeds & { sender: string },
): Module<Pick<SuppressionStore, 'among'>> {
  const suppressions = createSuppressionStore(kit.connection);
  const unsubscribing = createUnsubscribeService({ ...kit, ...needs, suppressions });
  return {
    service: { among: suppressions.among },
    routes: [],
    pages: unsubscribePages(unsubscribing, sender),
    workers: [],
  };
}
