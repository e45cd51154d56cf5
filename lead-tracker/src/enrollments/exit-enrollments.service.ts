import type { NewFact } from '@lead-nurturing/contracts/fact';
import type { Stage } from '@lead-nurturing/contracts/stage';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { LeadDocument } from '../leads/lead.model';
import type { EnrollmentStore } from './enrollment.store';
import { exitFact } from './exit-fact';
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
  return async (session, { _id, company_id, version }, { reason, now, keep }) => {
    const active = await enrollments.activeOf(session, company_id, _id);
    const left = active.filter(({ stage }) => stage !== keep).map((enrollment) => exited(enrollment, reason, now));
    await enrollments.save(session, left);
    return left.map((enrollment) => ({ ...exitFact(enrollment, reason), lead_seq: version }));
  };
}
