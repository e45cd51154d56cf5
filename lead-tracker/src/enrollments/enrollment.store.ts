import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { createWrite } from '@lead-nurturing/service-kit/mongo/write';
import { enrollmentModel } from './enrollment.model';

export type EnrollmentStore = ReturnType<typeof createEnrollmentStore>;

export function createEnrollmentStore(connection: Connection) {
  const enrollments = enrollmentModel(connection);
  return {
    find: (company: string, id: string, session: Session | null = null) =>
      enrollments.findOne({ _id: id, company_id: company }, null, { session }).lean(),
    inSequence: (session: Session, company: string, leadId: string, code: string) =>
      enrollments.findOne({ company_id: company, lead_id: leadId, sequence_code: code }, null, { session }).lean(),
    activeOf: (session: Session, company: string, leadId: string) =>
      enrollments.find({ company_id: company, lead_id: leadId, status: 'active' }, null, { session }).lean(),
    write: createWrite(enrollments),
    isAnyDue: (now: Date) => enrollments.exists({ status: 'active', next_due_at: { $lte: now, $ne: null } }),
    /** Due enrollments of all companies, the longest due first. */
    due: (session: Session, now: Date, limit: number) =>
      enrollments
        .find({ status: 'active', next_due_at: { $lte: now, $ne: null } }, null, { session })
        .sort({ next_due_at: 1 })
        .limit(limit)
        .lean(),
  };
}
