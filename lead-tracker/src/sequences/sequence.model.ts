import { Schema, type Connection } from 'mongoose';
import type { Channel } from '@lead-nurturing/contracts/common/channel';
import type { Delay } from '@lead-nurturing/contracts/sequences/sequence';
import type { Stage } from '@lead-nurturing/contracts/leads/stage';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';

/** One action of a sequence. */
export interface Step {
  step_number: number;
  channel: Channel;
  template_id: string;
  delay: Delay;
}

/** One version of a sequence; a version never changes, since enrollments are pinned to it. */
export interface SequenceDocument {
  _id: string;
  company_id: string;
  /** `<product>-<stage>` */
  code: string;
  version: number;
  product_id: string;
  stage: Stage;
  /** The newest active version is the one leads enroll in. */
  status: 'active' | 'retired';
  steps: Step[];
  created_at: Date;
}

const text = { type: String, required: true } as const;

const schema = defineSchema<SequenceDocument>(
  {
    _id: text,
    company_id: text,
    code: text,
    version: { type: Number, required: true },
    product_id: text,
    stage: text,
    status: text,
    steps: { type: Schema.Types.Mixed, required: true },
    created_at: { type: Date, required: true },
  },
  [[{ company_id: 1, code: 1, version: 1 }, { unique: true }], [{ company_id: 1, product_id: 1, version: 1 }]],
);

export const sequenceModel = (connection: Connection) =>
  connection.model<SequenceDocument>('Sequence', schema, 'sequences');
