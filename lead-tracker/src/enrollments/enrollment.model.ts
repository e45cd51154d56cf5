import { Schema, type Connection } from 'mongoose';
import type { Enrollment } from '@lead-nurturing/contracts/sequences/enrollment';
import type { Stage } from '@lead-nurturing/contracts/leads/stage';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';

/** A step this enrollment has reached. */
export interface ReachedStep {
  step_number: number;
  due_at: Date;
  emitted_at: Date | null;
  outcome: Enrollment['steps'][number]['outcome'];
  message_id: string | null;
  reported_at: Date | null;
}

/** One lead's way through one version of a sequence. */
export interface EnrollmentDocument {
  _id: string;
  company_id: string;
  lead_id: string;
  product_id: string;
  sequence_code: string;
  sequence_version: number;
  stage: Stage;
  status: Enrollment['status'];
  exit_reason: string | null;
  steps: ReachedStep[];
  /** When the last reached step is due; null while it is under way, and at the end. */
  next_due_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

const text = { type: String, required: true } as const;
const time = { type: Date, required: true } as const;

const schema = defineSchema<EnrollmentDocument>(
  {
    _id: text,
    company_id: text,
    lead_id: text,
    product_id: text,
    sequence_code: text,
    sequence_version: { type: Number, required: true },
    stage: text,
    status: text,
    exit_reason: { type: String, default: null },
    steps: { type: Schema.Types.Mixed, required: true },
    next_due_at: { type: Date, default: null },
    created_at: time,
    updated_at: time,
  },
  [
    [{ company_id: 1, lead_id: 1, sequence_code: 1 }, { unique: true }],
    [{ company_id: 1, _id: 1 }],
    // The scheduler works for all companies at once, so this one cannot begin with the company.
    [{ status: 1, next_due_at: 1 }],
  ],
);

export const enrollmentModel = (connection: Connection) =>
  connection.model<EnrollmentDocument>('Enrollment', schema, 'enrollments');
