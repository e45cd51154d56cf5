import { z } from 'zod';
import { Id, IdempotencyKey, Timestamp } from '../common/common';
import { Stage } from '../leads/stage';

export const EnrollLead = z
  .strictObject({
    lead_id: Id.meta({ description: 'The `id` of the lead.' }),
    stage: Stage.meta({ description: 'The stage whose sequence the lead enters. The lead has to be in this stage.' }),
    idempotency_key: IdempotencyKey,
  })
  .meta({
    id: 'EnrollLead',
    description: "Enrolls a lead in its product's sequence for a stage.",
    examples: [
      {
        lead_id: '01980f3e-7c1a-7b52-9d41-3a6f0c2e8b17',
        stage: 'Engaged_Lead',
        idempotency_key: 'webinar-2026-03:5132',
      },
    ],
  });
export type EnrollLead = z.infer<typeof EnrollLead>;

export const EnrollmentStep = z
  .object({
    step_number: z.number().int(),
    due_at: Timestamp,
    emitted_at: Timestamp.nullable().meta({ description: 'When `step.due` was published; null before.' }),
    outcome: z.enum(['accepted', 'skipped', 'failed']).nullable(),
    message_id: Id.nullable(),
    reported_at: Timestamp.nullable(),
  })
  .meta({ id: 'EnrollmentStep' });
export type EnrollmentStep = z.infer<typeof EnrollmentStep>;

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
    steps: z.array(EnrollmentStep).meta({ description: 'The steps reached so far, in order.' }),
    next_due_at: Timestamp.nullable().meta({
      description: 'Null between `step.due` and the report of the step, and after the last step.',
    }),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({
    id: 'Enrollment',
    description: "One lead's way through one version of a sequence. An enrollment never changes its version.",
  });
export type Enrollment = z.infer<typeof Enrollment>;

export const LeadEnrolled = z
  .object({
    result: z.enum(['enrolled', 'already_enrolled', 'no_sequence', 'stage_passed']).meta({
      description:
        '`enrolled` now or `already_enrolled` before; `no_sequence`: the product has none for this stage; `stage_passed`: the lead is in another stage.',
    }),
    enrollment: Enrollment.nullable(),
  })
  .meta({ id: 'LeadEnrolled' });
export type LeadEnrolled = z.infer<typeof LeadEnrolled>;

export const ReportStep = z
  .strictObject({
    enrollment_id: Id.meta({ description: 'The `id` of the enrollment, as `step.due` names it.' }),
    step_number: z.number().int().min(1).meta({ description: 'The number of the step, from 1.' }),
    outcome: z.enum(['accepted', 'skipped', 'failed']).meta({
      description:
        '`accepted` by the Communication Engine, `skipped` on purpose, or `failed`. The enrollment continues after each of them.',
    }),
    message_id: Id.optional().meta({ description: 'The `id` of the message of an accepted step.' }),
  })
  .meta({
    id: 'ReportStep',
    description:
      'The outcome of a due step. The report schedules the next step, whose delay begins now. A repeated report changes nothing.',
    examples: [{ enrollment_id: '01980f41-2d6b-7e04-8c35-91b7f2a4d680', step_number: 1, outcome: 'accepted' }],
  });
export type ReportStep = z.infer<typeof ReportStep>;
