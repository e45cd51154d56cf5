import type { Connection } from 'mongoose';
import type { Lead } from '@lead-nurturing/contracts/leads/lead';
import type { Stage } from '@lead-nurturing/contracts/leads/stage';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';

/** One person for one product. */
export interface LeadDocument {
  _id: string;
  company_id: string;
  product_id: string;
  person_id: string;
  source: string;
  crm_user_id: string | null;
  organization_id: string | null;
  stage: Stage;
  engagement_score: number;
  trial_status: string | null;
  tags: string[];
  lead_status: string | null;
  temperature: Lead['temperature'];
  review_flags: string[];
  /** Rises with every change. */
  version: number;
  last_login_at: Date | null;
  /** When it last went back to an earlier stage; what happened up to then no longer speaks for a stage. */
  rolled_back_at: Date | null;
  /** The part of the score that was earned up to the last rollback, also where it came in later. */
  score_at_rollback: number | null;
  /** First engagement with a message of ours, since the last rollback. */
  engaged_at: Date | null;
  /** First event that is one of the product's conversion goals, since the last rollback. */
  converted_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

const text = { type: String, required: true } as const;
const optional = { type: String, default: null } as const;
const number = { type: Number, required: true } as const;
const time = { type: Date, required: true } as const;
const someTime = { type: Date, default: null } as const;

const schema = defineSchema<LeadDocument>(
  {
    _id: text,
    company_id: text,
    product_id: text,
    person_id: text,
    source: text,
    crm_user_id: optional,
    organization_id: optional,
    stage: text,
    engagement_score: number,
    trial_status: optional,
    tags: { type: [String], required: true },
    lead_status: optional,
    temperature: optional,
    review_flags: { type: [String], required: true },
    version: number,
    last_login_at: someTime,
    rolled_back_at: someTime,
    score_at_rollback: { type: Number, default: null },
    engaged_at: someTime,
    converted_at: someTime,
    created_at: time,
    updated_at: time,
  },
  [[{ company_id: 1, product_id: 1, person_id: 1 }, { unique: true }], [{ company_id: 1, _id: 1 }]],
);

export const leadModel = (connection: Connection) => connection.model<LeadDocument>('Lead', schema, 'leads');
