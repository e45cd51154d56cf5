import type { ReportStep } from '@lead-nurturing/contracts/sequences/enrollment';
import type { NewDomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import type { UnitOfWork } from '@lead-nurturing/service-kit/unit-of-work';
import { delayMinutes } from '../sequences/compile';
import type { Step } from '../sequences/sequence.model';
import type { EnrollmentDocument, ReachedStep } from './enrollment.model';

/** The documents that a change of enrollments may write, by collection. */
export interface EnrollmentDocuments {
  enrollments: EnrollmentDocument;
}
export type EnrollmentWork = UnitOfWork<EnrollmentDocuments>;

const after = (from: Date, step: Step): Date => new Date(from.getTime() + delayMinutes(step.delay) * 60_000);

/** A step as the enrollment reaches it: due its delay after `from`. */
export const reach = (step: Step, from: Date): ReachedStep => ({
  step_number: step.step_number,
  due_at: after(from, step),
  emitted_at: null,
  outcome: null,
  message_id: null,
  reported_at: null,
});

const withLast = (steps: readonly ReachedStep[], change: Partial<ReachedStep>): ReachedStep[] =>
  steps.map((step, index) => (index === steps.length - 1 ? { ...step, ...change } : step));

/** The enrollment after `step.due` is published: nothing is due until the step is reported. */
export const emitted = (enrollment: EnrollmentDocument, now: Date): EnrollmentDocument => ({
  ...enrollment,
  steps: withLast(enrollment.steps, { emitted_at: now }),
  next_due_at: null,
  updated_at: now,
});

/** Ends an enrollment before its last step: the enrollment and the domain event. */
export function exit(enrollment: EnrollmentDocument, reason: string, now: Date, lead_seq?: number): EnrollmentWork {
  const { _id: enrollment_id, lead_id, product_id, sequence_code } = enrollment;
  const exited: EnrollmentDocument = {
    ...enrollment,
    status: 'exited',
    exit_reason: reason,
    next_due_at: null,
    updated_at: now,
  };
  const domainEvent: NewDomainEvent = {
    type: 'enrollment.exited',
    occurred_at: now,
    subject: lead_id,
    ...(lead_seq !== undefined && { lead_seq }),
    data: { lead_id, product_id, enrollment_id, sequence_code, reason },
  };
  return { changes: { enrollments: { replaced: [exited] } }, domainEvents: [domainEvent] };
}

/** Whether the report is about the step that is under way; a repeated or late report is not. */
export function awaits({ steps }: EnrollmentDocument, { step_number }: ReportStep): boolean {
  const last = steps.at(-1);
  return last?.step_number === step_number && last.emitted_at !== null && last.outcome === null;
}

/**
 * The enrollment after the report of a step: the next step is reached, or the sequence is completed. In an enrollment that
 * was exited the report is only stored.
 */
export function advanced(
  enrollment: EnrollmentDocument,
  { outcome, message_id }: ReportStep,
  sequence: readonly Step[],
  now: Date,
): EnrollmentDocument {
  const steps = withLast(enrollment.steps, { outcome, message_id: message_id ?? null, reported_at: now });
  if (enrollment.status !== 'active') return { ...enrollment, steps, updated_at: now };
  const next = sequence[steps.length];
  if (!next) return { ...enrollment, steps, status: 'completed', next_due_at: null, updated_at: now };
  const reached = reach(next, now);
  return { ...enrollment, steps: [...steps, reached], next_due_at: reached.due_at, updated_at: now };
}

/**
 * The dead letter of a step that failed before there was a message; null for any other report. When the step has a message,
 * the Communication Engine keeps the message's dead letter.
 */
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
