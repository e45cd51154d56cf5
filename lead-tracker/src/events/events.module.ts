import type { Kit } from '@lead-nurturing/service-kit/kit';
import type { Module } from '@lead-nurturing/service-kit/module';
import { createCommit } from '@lead-nurturing/service-kit/unit-of-work';
import type { EnrollmentAccess } from '../enrollments/enrollments.module';
import type { LeadAccess } from '../leads/leads.module';
import type { ProductStore } from '../products/product.store';
import { eventRoutes } from './event.routes';
import { createEventService } from './event.service';

interface Needs {
  leads: Pick<LeadAccess, 'leads' | 'events' | 'writers'>;
  products: Pick<ProductStore, 'find'>;
  enrollments: EnrollmentAccess;
}

/** Events: recording what a lead did, scoring it, and ending the sequences that it ends. */
export function createEvents(kit: Kit, { leads, products, enrollments }: Needs): Module<null> {
  const commit = createCommit(kit.outbox, { ...leads.writers, ...enrollments.writers });
  const service = createEventService({ ...kit, ...leads, ...enrollments, products, commit });
  return { service: null, routes: eventRoutes(service), workers: [] };
}
