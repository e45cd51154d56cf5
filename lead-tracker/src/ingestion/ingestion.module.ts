import type { Kit } from '@lead-nurturing/service-kit/kit';
import type { Module } from '@lead-nurturing/service-kit/module';
import type { LeadAccess } from '../leads/leads.module';
import { ingestionRoutes } from './ingestion.routes';
import { createIngestionService } from './ingestion.service';
import { createIngestionStore } from './ingestion.store';

/** Ingestion: pages of logins from a CRM, each stored together with the cursor it leads to. */
export function createIngestion(
  kit: Kit,
  { events, upsertLeads }: Pick<LeadAccess, 'events' | 'upsertLeads'>,
): Module<null> {
  const ingestion = createIngestionStore(kit.connection, kit.clock);
  const service = createIngestionService({ ...kit, ingestion, events, upsertLeads });
  return { service: null, routes: ingestionRoutes(service), workers: [] };
}
