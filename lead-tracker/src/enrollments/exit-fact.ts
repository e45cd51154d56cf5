import type { NewFact } from '@lead-nurturing/contracts/fact';
import type { EnrollmentDocument } from './enrollment.model';

/** The fact that an enrollment was left before its end. */
export const exitFact = (
  { _id: enrollment_id, lead_id, product_id, sequence_code, updated_at }: EnrollmentDocument,
  reason: string,
): NewFact => ({
  type: 'enrollment.exited',
  occurred_at: updated_at,
  subject: lead_id,
  data: { lead_id, product_id, enrollment_id, sequence_code, reason },
});
