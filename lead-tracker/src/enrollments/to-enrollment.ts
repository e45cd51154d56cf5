import type { Enrollment } from '@lead-nurturing/contracts/sequences/enrollment';
import type { EnrollmentDocument, ReachedStep } from './enrollment.model';

const toStep = ({ due_at, emitted_at, reported_at, ...step }: ReachedStep): Enrollment['steps'][number] => ({
  ...step,
  due_at: due_at.toISOString(),
  emitted_at: emitted_at?.toISOString() ?? null,
  reported_at: reported_at?.toISOString() ?? null,
});

/** The enrollment as the API shows it. */
export function toEnrollment(enrollment: EnrollmentDocument): Enrollment {
  const { _id, company_id: _company, steps, next_due_at, created_at, updated_at, ...rest } = enrollment;
  return {
    id: _id,
    ...rest,
    steps: steps.map(toStep),
    next_due_at: next_due_at?.toISOString() ?? null,
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
  };
}
