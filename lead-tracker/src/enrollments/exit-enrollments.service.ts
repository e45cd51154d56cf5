import type { NewFact } from '@lead-nurturing/contracts/fact';
import type { Stage } from '@lead-nurturing/contracts/stage';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { LeadDocument } from '../leads/lead.model';
import type { EnrollmentStore } from './enrollment.store';
import { exited } from './progress';

interface Exit {
  reason: string;
  now: Date;
  /** The stage whose sequence goes on; without it none does. */
  keep?: Stage;
}

/** Ends what the lead is enrolled in; answers with the facts to tell in the same transaction. */
export type ExitEnrollments = (session: Session, lead: LeadDocument, exit: Exit) => Promise<NewFact[]>;

export function createExitEnrollments(enrollments: EnrollmentStore): ExitEnrollments {
  return async (session, { _id: lead_id, company_id, product_id, version }, { reason, now, keep }) => {
    const active = await enrollments.activeOf(session, company_id, lead_id);
    const left = active.filter(({ stage }) => stage !== keep);
    await enrollments.save(
      session,
      left.map((enrollment) => exited(enrollment, reason, now)),
    );
    return left.map(({ _id, sequence_code }) => ({
      type: 'enrollment.exited',
      occurred_at: now,
      subject: lead_id,
      lead_seq: version,
      data: { lead_id, product_id, enrollment_id: _id, sequence_code, reason },
    }));
  };
}
