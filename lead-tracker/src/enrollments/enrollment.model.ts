import { z } from 'zod';
import { Enrollment, EnrollmentStep } from '@lead-nurturing/contracts/sequences/enrollment';
import { Stage } from '@lead-nurturing/contracts/leads/stage';
import { defineModel } from '@lead-nurturing/service-kit/mongo/model';

/** A step that the enrollment has reached. */
const ReachedStep = z.object({
  step_number: z.number(),
  due_at: z.date(),
  emitted_at: z.date().nullable(),
  outcome: EnrollmentStep.shape.outcome,
  message_id: z.string().nullable(),
  reported_at: z.date().nullable(),
});
export type ReachedStep = z.infer<typeof ReachedStep>;

/** One lead's way through one version of a sequence. */
export const EnrollmentDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  lead_id: z.string(),
  product_id: z.string(),
  sequence_code: z.string(),
  sequence_version: z.number(),
  stage: Stage,
  status: Enrollment.shape.status,
  exit_reason: z.string().nullable(),
  steps: z.array(ReachedStep),
  /** When the last reached step is due; null after `step.due` was published for it, and at the end. */
  next_due_at: z.date().nullable(),
  created_at: z.date(),
  updated_at: z.date(),
});
export type EnrollmentDocument = z.infer<typeof EnrollmentDocument>;

export const enrollmentModel = defineModel('enrollments', EnrollmentDocument, [
  [{ company_id: 1, lead_id: 1, sequence_code: 1 }, { unique: true }],
  [{ company_id: 1, _id: 1 }],
  // The scheduler serves all companies at once, so this index cannot begin with the company.
  [{ status: 1, next_due_at: 1 }],
]);
