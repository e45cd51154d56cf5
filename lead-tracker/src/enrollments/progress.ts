import type { ReportStep } from '@lead-nurturing/contracts/sequences/enrollment';
import { delayMinutes } from '../sequences/compile';
import type { Step } from '../sequences/sequence.model';
import type { EnrollmentDocument, ReachedStep } from './enrollment.model';

const after = (from: Date, step: Step): Date => new Date(from.getTime() + delayMinutes(step.delay) * 60_000);

/** A step as it is reached: due its delay after what came before it. */
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

/** The enrollment once its due step is on its way: nothing is due until its outcome is known. */
export const emitted = (enrollment: EnrollmentDocument, now: Date): EnrollmentDocument => ({
  ...enrollment,
  steps: withLast(enrollment.steps, { emitted_at: now }),
  next_due_at: null,
  updated_at: now,
});

/** The enrollment once it is left: no further step of it is told. */
export const exited = (enrollment: EnrollmentDocument, reason: string, now: Date): EnrollmentDocument => ({
  ...enrollment,
  status: 'exited',
  exit_reason: reason,
  next_due_at: null,
  updated_at: now,
});

/** Whether the report speaks of the step that is under way; a repeated or late one does not. */
export function awaits({ steps }: EnrollmentDocument, { step_number }: ReportStep): boolean {
  const last = steps.at(-1);
  return last?.step_number === step_number && last.emitted_at !== null && last.outcome === null;
}

/**
 * The enrollment after a step's outcome: the next step is reached, or the sequence is completed. An enrollment that has
 * been left only notes the outcome.
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
