import { z } from 'zod';
import { Channel } from '../common/channel';
import { Id, Timestamp } from '../common/common';
import { SequenceContext } from './sequence';

/** Domain events about enrollments and their steps: type → schema of `data`. */
export const SequenceDomainEvents = {
  'lead.enrolled': z.object({ lead_id: Id, product_id: Id, sequence: SequenceContext.omit({ step_number: true }) }),
  'step.due': z.object({
    lead_id: Id,
    person_id: Id,
    product_id: Id,
    sequence: SequenceContext,
    step_index: z.number().int(),
    channel: Channel,
    template_id: Id,
    due_at: Timestamp,
    recipient: z.object({ email: z.string().optional(), phone: z.string().optional(), name: z.string().optional() }),
    /** Variables for the template: `{ lead: { … }, product: { … } }`. */
    variables: z.record(z.string(), z.unknown()),
  }),
  'enrollment.completed': z.object({ lead_id: Id, product_id: Id, enrollment_id: Id, sequence_code: z.string() }),
  'enrollment.exited': z.object({
    lead_id: Id,
    product_id: Id,
    enrollment_id: Id,
    sequence_code: z.string(),
    reason: z.string(),
  }),
};
