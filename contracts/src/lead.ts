import { z } from 'zod';
import { Id, IdempotencyKey, Timestamp } from './common';
import { Channel } from './channel';
import { Demographics, PersonFields } from './person';
import { ProductId } from './product';
import { Stage } from './stage';

const LeadFields = {
  organization_id: Id.optional(),
  trial_status: z.string().max(50).optional(),
  tags: z.array(z.string().min(1).max(50)).max(50).optional(),
  lead_status: z.string().max(50).optional(),
  temperature: z.enum(['cold', 'warm', 'hot']).optional(),
};

/** At least one of `crm_user_id`, `contact_info.email`, `contact_info.phone` says who the person is. */
export const CreateLead = PersonFields.extend({
  ...LeadFields,
  product_id: ProductId,
  /** The system the record comes from; `crm_user_id` is unique within it. */
  source: z.string().min(1).max(50).default('api'),
  crm_user_id: Id.optional(),
  idempotency_key: IdempotencyKey.optional(),
})
  .refine((lead) => lead.crm_user_id ?? lead.contact_info?.email ?? lead.contact_info?.phone, {
    message: 'one of crm_user_id, contact_info.email or contact_info.phone is required',
    path: ['contact_info'],
  })
  .meta({ id: 'CreateLead' });
export type CreateLead = z.infer<typeof CreateLead>;

export const UpdateLead = PersonFields.extend(LeadFields).meta({ id: 'UpdateLead' });
export type UpdateLead = z.infer<typeof UpdateLead>;

/** One person for one product (document 001, with the additions of 002 and 004). */
export const Lead = z
  .object({
    id: Id,
    person_id: Id,
    product_id: Id,
    crm_user_id: Id.nullable(),
    organization_id: Id.nullable(),
    source: z.string(),
    stage: Stage,
    engagement_score: z.number(),
    name: z.string().nullable(),
    contact_info: z.object({
      email: z.string().nullable(),
      phone: z.string().nullable(),
      preferred_channel: Channel.nullable(),
    }),
    demographics: Demographics,
    product_context: z.object({
      /** Logins a week over the last four weeks, counted from events. */
      login_frequency: z.number(),
      feature_usage: z.array(z.string()),
      trial_status: z.string().nullable(),
    }),
    tags: z.array(z.string()),
    lead_status: z.string().nullable(),
    temperature: z.enum(['cold', 'warm', 'hot']).nullable(),
    timezone: z.string().nullable(),
    locale: z.string().nullable(),
    /** Why a person should look at this lead; empty when all is well. */
    review_flags: z.array(z.string()),
    /** Rises with every change; orders the lead's facts (`lead_seq`). */
    version: z.number().int(),
    last_login_at: Timestamp.nullable(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Lead' });
export type Lead = z.infer<typeof Lead>;

export const LeadSaved = z.object({ result: z.enum(['created', 'updated']), lead: Lead }).meta({ id: 'LeadSaved' });
export type LeadSaved = z.infer<typeof LeadSaved>;
