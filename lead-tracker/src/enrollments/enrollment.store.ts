import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { enrollmentModel, type EnrollmentDocument } from './enrollment.model';

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
    insert: async (session: Session, enrollment: EnrollmentDocument) => {
      await enrollments.create([enrollment], { session });
    },
    /** Saves enrollments read in the same transaction; whoever changed one meanwhile makes it conflict and repeat. */
    save: async (session: Session, changed: readonly EnrollmentDocument[]) => {
      if (changed.length === 0) return;
      const operations = changed.map((enrollment) => ({
        replaceOne: { filter: { _id: enrollment._id, company_id: enrollment.company_id }, replacement: enrollment },
      }));
      await enrollments.bulkWrite(operations, { session });
    },
    isAnyDue: (now: Date) => enrollments.exists({ status: 'active', next_due_at: { $lte: now, $ne: null } }),
    /** The longest due first, of all companies. */
    due: (session: Session, now: Date, limit: number) =>
      enrollments
        .find({ status: 'active', next_due_at: { $lte: now, $ne: null } }, null, { session })
        .sort({ next_due_at: 1 })
        .limit(limit)
        .lean(),
  };
}
