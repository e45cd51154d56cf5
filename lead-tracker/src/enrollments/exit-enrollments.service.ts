import type { Stage } from '@lead-nurturing/contracts/leads/stage';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { combine } from '@lead-nurturing/service-kit/unit-of-work';
import type { LeadDocument } from '../leads/lead.model';
import type { EnrollmentStore } from './enrollment.store';
import { exit, type EnrollmentWork } from './progress';

interface Exit {
  reason: string;
  now: Date;
  /** The stage whose sequence goes on; without it every sequence of the lead ends. */
  keep?: Stage;
}

/** The work that ends the lead's active enrollments. The caller commits it in the same transaction. */
export type ExitsOf = (
  session: Session,
  lead: Pick<LeadDocument, '_id' | 'company_id' | 'version'>,
  exit: Exit,
) => Promise<EnrollmentWork>;

export function createExitsOf(enrollments: Pick<EnrollmentStore, 'activeOf'>): ExitsOf {
  return async (session, { _id, company_id, version }, { reason, now, keep }) => {
    const active = await enrollments.activeOf(session, company_id, _id);
    const ended = active.filter(({ stage }) => stage !== keep);
    return combine(ended.map((enrollment) => exit(enrollment, reason, now, version)));
  };
}
