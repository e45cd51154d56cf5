import type { NewDomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import type { EnrollmentDocument } from './enrollment.model';

/** The fact that an enrollment was left before its end. */
export const exitedEvent = (
  { _id: enrollment_id, lead_id, product_id, sequence_code, updated_at }: EnrollmentDocument,
  reason: string,
): NewDomainEvent => ({
  type: 'enrollment.exited',
  occurred_at: updated_at,
  subject: lead_id,
  data: { lead_id, product_id, enrollment_id, sequence_code, reason },
});
