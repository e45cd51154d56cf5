import type { Kit } from '@lead-nurturing/service-kit/kit';
import type { Module } from '@lead-nurturing/service-kit/module';
import { createWrite, type Write } from '@lead-nurturing/service-kit/mongo/write';
import { auditModel, type AuditDocument } from './audit.model';

/** The audit: who did what to which lead. */
export const createAudit = ({ connection }: Kit): Module<{ write: Write<AuditDocument> }> => ({
  service: { write: createWrite(auditModel(connection)) },
  routes: [],
  workers: [],
});
