import type { NewDomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import type { Stage } from '@lead-nurturing/contracts/leads/stage';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { LeadDocument } from '../leads/lead.model';
import type { EnrollmentStore } from './enrollment.store';
import { exitedEvent } from './exited-event';
import { exited } from './progress';

interface Exit {
  reason: string;
  now: Date;
  /** The stage whose sequence goes on; without it none does. */
  keep?: Stage;
}

/** Ends what the lead is enrolled in; answers with the facts to tell in the same transaction. */
export type ExitEnrollments = (session: Session, lead: LeadDocument, exit: Exit) => Promise<NewDomainEvent[]>;

export function createExitEnrollments(enrollments: EnrollmentStore): ExitEnrollments {
  return async (session, { _id, company_id, version }, { reason, now, keep }) => {
    const active = await enrollments.activeOf(session, company_id, _id);
    const left = active.filter(({ stage }) => stage !== keep).map((enrollment) => exited(enrollment, reason, now));
    await enrollments.save(session, left);
    return left.map((enrollment) => ({ ...exitedEvent(enrollment, reason), lead_seq: version }));
  };
}
