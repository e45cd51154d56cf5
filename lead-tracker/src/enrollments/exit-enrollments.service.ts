import type { NewFact } from '@lead-nurturing/contracts/fact';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { LeadDocument } from '../leads/lead.model';
import type { EnrollmentStore } from './enrollment.store';

/** Ends what the lead is enrolled in; answers with the facts to tell in the same transaction. */
export type ExitEnrollments = (session: Session, lead: LeadDocument, reason: string, now: Date) => Promise<NewFact[]>;

export function createExitEnrollments(enrollments: EnrollmentStore): ExitEnrollments {
  return async (session, { _id: lead_id, company_id, product_id, version }, reason, now) => {
    const active = await enrollments.activeOf(session, company_id, lead_id);
    await enrollments.save(
      session,
      active.map((enrollment) => ({
        ...enrollment,
        status: 'exited' as const,
        exit_reason: reason,
        next_due_at: null,
        updated_at: now,
      })),
    );
    return active.map(({ _id, sequence_code }) => ({
      type: 'enrollment.exited',
      occurred_at: now,
      subject: lead_id,
      lead_seq: version,
      data: { lead_id, product_id, enrollment_id: _id, sequence_code, reason },
    }));
  };
}
