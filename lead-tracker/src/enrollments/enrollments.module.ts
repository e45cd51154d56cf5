import type { Kit } from '@lead-nurturing/service-kit/kit';
import type { Module } from '@lead-nurturing/service-kit/module';
import { createCommit, type Writers } from '@lead-nurturing/service-kit/unit-of-work';
import type { LeadStore } from '../leads/lead.store';
import type { PersonStore } from '../people/person.store';
import type { ProductStore } from '../products/product.store';
import type { SequenceStore } from '../sequences/sequence.store';
import { enrollmentRoutes } from './enrollment.routes';
import { createEnrollmentService } from './enrollment.service';
import { createEnrollmentStore } from './enrollment.store';
import { createExitsOf, type ExitsOf } from './exit-enrollments.service';
import type { EnrollmentDocuments } from './progress';
import { startScheduler } from './scheduler.worker';

interface Needs {
  leads: Pick<LeadStore, 'find' | 'findMany'>;
  people: Pick<PersonStore, 'findMany'>;
  products: Pick<ProductStore, 'findMany'>;
  sequences: SequenceStore;
}

/** What other features may do with enrollments. */
export interface EnrollmentAccess {
  exitsOf: ExitsOf;
  writers: Writers<EnrollmentDocuments>;
}

/** Enrollments: each lead's way through a sequence, and the scheduler that publishes due steps. */
export function createEnrollments(kit: Kit, needs: Needs): Module<EnrollmentAccess> {
  const enrollments = createEnrollmentStore(kit.connection);
  const writers: Writers<EnrollmentDocuments> = { enrollments: enrollments.write };
  const deps = { ...kit, ...needs, enrollments, commit: createCommit(kit.outbox, writers) };
  const exitsOf = createExitsOf(enrollments);
  return {
    service: { exitsOf, writers },
    routes: enrollmentRoutes(createEnrollmentService({ ...deps, exitsOf })),
    workers: [() => startScheduler(deps)],
  };
}
