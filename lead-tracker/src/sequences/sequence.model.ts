import { z } from 'zod';
import { Channel } from '@lead-nurturing/contracts/common/channel';
import { Stage } from '@lead-nurturing/contracts/leads/stage';
import { Delay } from '@lead-nurturing/contracts/sequences/sequence';
import { defineModel } from '@lead-nurturing/service-kit/mongo/model';

/** One action of a sequence. */
const Step = z.object({
  step_number: z.number(),
  channel: Channel,
  template_id: z.string(),
  delay: Delay,
});
export type Step = z.infer<typeof Step>;

/** One version of a sequence. A version never changes, because enrollments are pinned to it. */
export const SequenceDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  /** `<product>-<stage>` */
  code: z.string(),
  version: z.number(),
  product_id: z.string(),
  stage: Stage,
  /** Leads enroll in the newest active version. */
  status: z.enum(['active', 'retired']),
  steps: z.array(Step),
  created_at: z.date(),
});
export type SequenceDocument = z.infer<typeof SequenceDocument>;

export const sequenceModel = defineModel('sequences', SequenceDocument, [
  [{ company_id: 1, code: 1, version: 1 }, { unique: true }],
  [{ company_id: 1, product_id: 1, version: 1 }],
]);
