import { z } from 'zod';
import { Lead } from '@lead-nurturing/contracts/leads/lead';
import { Stage } from '@lead-nurturing/contracts/leads/stage';
import { defineModel } from '@lead-nurturing/service-kit/mongo/model';

/** One person for one product. */
export const LeadDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  product_id: z.string(),
  person_id: z.string(),
  source: z.string(),
  crm_user_id: z.string().nullable(),
  organization_id: z.string().nullable(),
  stage: Stage,
  /** The score in hundredths of a point. */
  score_hundredths: z.number(),
  trial_status: z.string().nullable(),
  tags: z.array(z.string()),
  lead_status: z.string().nullable(),
  temperature: Lead.shape.temperature,
  review_flags: z.array(z.string()),
  /** Rises with every change. */
  version: z.number(),
  last_login_at: z.date().nullable(),
  /** When the lead last went back to an earlier stage. Events up to this time no longer count towards a stage. */
  rolled_back_at: z.date().nullable(),
  /** The part of the score that events up to the last rollback earned, including those recorded after the rollback. */
  score_hundredths_at_rollback: z.number().nullable(),
  /** First engagement with a message since the last rollback. */
  engaged_at: z.date().nullable(),
  /** First event since the last rollback that is one of the product's conversion goals. */
  converted_at: z.date().nullable(),
  created_at: z.date(),
  updated_at: z.date(),
});
export type LeadDocument = z.infer<typeof LeadDocument>;

export const leadModel = defineModel('leads', LeadDocument, [
  [{ company_id: 1, product_id: 1, person_id: 1 }, { unique: true }],
  [{ company_id: 1, _id: 1 }],
]);
