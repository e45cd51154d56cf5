import type { Kit } from '@lead-nurturing/service-kit/kit';
import type { Module } from '@lead-nurturing/service-kit/module';
import { createCommit } from '@lead-nurturing/service-kit/unit-of-work';
import type { EnrollmentAccess } from '../enrollments/enrollments.module';
import type { LeadAccess } from '../leads/leads.module';
import type { ProductStore } from '../products/product.store';
import { stageRoutes } from './stage.routes';
import { createStageService } from './stage.service';

interface Needs {
  leads: Pick<LeadAccess, 'leads' | 'viewLead' | 'writers'>;
  products: Pick<ProductStore, 'find'>;
  enrollments: EnrollmentAccess;
}

/** Stages: moving a lead by hand, and evaluating the stage that it merits. */
export function createStages(kit: Kit, { leads, products, enrollments }: Needs): Module<null> {
  const commit = createCommit(kit.outbox, { ...leads.writers, ...enrollments.writers });
  const service = createStageService({ ...kit, ...leads, ...enrollments, products, commit });
  return { service: null, routes: stageRoutes(service), workers: [] };
}
