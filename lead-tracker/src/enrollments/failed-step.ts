import type { ReportStep } from '@lead-nurturing/contracts/sequences/enrollment';
import type { Step } from '../sequences/sequence.model';
import type { EnrollmentDocument } from './enrollment.model';

/** What somebody has to know of a step that came to nothing; null when it did not, or when its message tells of it. */
export function failedStep(
  { status, lead_id, product_id, sequence_code, sequence_version }: EnrollmentDocument,
  { enrollment_id, step_number, outcome, message_id }: ReportStep,
  sequence: readonly Step[],
) {
  if (outcome !== 'failed' || message_id !== undefined || status !== 'active') return null;
  const { channel, template_id } = sequence[step_number - 1] ?? {};
  const step = { enrollment_id, sequence_code, sequence_version, step_number };
  return {
    reason: `step ${String(step_number)} of ${sequence_code} failed before there was a message (template ${String(template_id)})`,
    payload: { lead_id, product_id, ...step, channel, template_id },
  };
}
