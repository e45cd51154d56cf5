import { z } from 'zod';
import { Id, IdempotencyKey, Timestamp } from './common';
import { Stage } from './stage';

/** Puts a lead on its product's sequence for a stage. */
export const EnrollLead = z
  .strictObject({ lead_id: Id, stage: Stage, idempotency_key: IdempotencyKey })
  .meta({ id: 'EnrollLead' });
export type EnrollLead = z.infer<typeof EnrollLead>;

export const EnrollmentStep = z
  .object({
    step_number: z.number().int(),
    due_at: Timestamp,
    emitted_at: Timestamp.nullable(),
    outcome: z.enum(['accepted', 'skipped', 'failed']).nullable(),
    message_id: Id.nullable(),
    reported_at: Timestamp.nullable(),
  })
  .meta({ id: 'EnrollmentStep' });
export type EnrollmentStep = z.infer<typeof EnrollmentStep>;

/** One lead's way through one version of a sequence; the version never changes under it. */
export const Enrollment = z
  .object({
    id: Id,
    lead_id: Id,
    product_id: Id,
    sequence_code: z.string(),
    sequence_version: z.number().int(),
    stage: Stage,
    status: z.enum(['active', 'completed', 'exited']),
    exit_reason: z.string().nullable(),
    /** The steps reached so far, in order. */
    steps: z.array(EnrollmentStep),
    next_due_at: Timestamp.nullable(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Enrollment' });
export type Enrollment = z.infer<typeof Enrollment>;

/**
 * `enrolled` now or `already_enrolled` before; `no_sequence`: the product has none for this stage; `stage_passed`: the
 * lead has left the stage meanwhile.
 */
export const LeadEnrolled = z
  .object({
    result: z.enum(['enrolled', 'already_enrolled', 'no_sequence', 'stage_passed']),
    enrollment: Enrollment.nullable(),
  })
  .meta({ id: 'LeadEnrolled' });
export type LeadEnrolled = z.infer<typeof LeadEnrolled>;

/** What became of a due step. Reporting it schedules the next one, counted from now. */
export const ReportStep = z
  .strictObject({
    enrollment_id: Id,
    step_number: z.number().int().min(1),
    outcome: z.enum(['accepted', 'skipped', 'failed']),
    message_id: Id.optional(),
  })
  .meta({ id: 'ReportStep' });
export type ReportStep = z.infer<typeof ReportStep>;
