import { z } from 'zod';
import { Id, IdempotencyKey, PageQuery, pageSize, Timestamp } from '../common/common';
import { Channel } from '../common/channel';
import { SingleLine } from '../common/text';
import { Demographics, PersonFields } from './person';
import { ProductId } from '../products/product';
import { Stage } from './stage';

const LeadFields = {
  organization_id: Id.optional().meta({ description: 'The CRM’s id of the organization that the person works for.' }),
  trial_status: SingleLine.max(50).optional().meta({ description: 'Any text, e.g. `active`.' }),
  tags: z
    .array(SingleLine.min(1).max(50))
    .max(50)
    .optional()
    .meta({ description: '`POST` adds these tags to those of the lead, `PUT` replaces the tags of the lead.' }),
  lead_status: SingleLine.max(50)
    .optional()
    .meta({ description: 'Any text, e.g. `contacted`. It does not influence the stage.' }),
  temperature: z
    .enum(['cold', 'warm', 'hot'])
    .optional()
    .meta({ description: 'Your own estimate. It does not influence the score.' }),
};

export const CreateLead = PersonFields.extend({
  ...LeadFields,
  product_id: ProductId,
  source: SingleLine.min(1)
    .max(50)
    .default('api')
    .meta({ description: 'The system the record comes from; `crm_user_id` is unique within it.' }),
  crm_user_id: Id.optional().meta({ description: 'The id of the person in the source.' }),
  idempotency_key: IdempotencyKey.optional(),
})
  .refine((lead) => lead.crm_user_id ?? lead.contact_info?.email ?? lead.contact_info?.phone, {
    message: 'one of crm_user_id, contact_info.email or contact_info.phone is required',
    path: ['contact_info'],
  })
  .meta({
    id: 'CreateLead',
    anyOf: [
      { required: ['crm_user_id'] },
      {
        required: ['contact_info'],
        properties: {
          contact_info: {
            properties: { email: {}, phone: {} },
            anyOf: [{ required: ['email'] }, { required: ['phone'] }],
          },
        },
      },
    ],
    description:
      'At least one of `crm_user_id`, `contact_info.email`, `contact_info.phone` identifies the person; a phone number only where the other two are missing. When the lead exists, fields that are given replace those of the lead, and fields that are left out are kept.',
    examples: [
      {
        product_id: 'analytics-suite',
        name: 'Grace Okafor',
        contact_info: { email: 'grace.okafor@acme.example', preferred_channel: 'email' },
        demographics: { job_title: 'Head of Operations', company_size: '51-200', industry: 'Logistics' },
        timezone: 'Europe/London',
        locale: 'en-GB',
        tags: ['webinar-2026-03'],
        source: 'web-forms',
      },
    ],
  });
export type CreateLead = z.infer<typeof CreateLead>;

export const UpdateLead = PersonFields.extend(LeadFields).meta({
  id: 'UpdateLead',
  description: 'Fields that are given replace those of the lead; fields that are left out are kept.',
  examples: [{ lead_status: 'contacted', temperature: 'warm', tags: ['webinar-2026-03', 'asked-for-a-demo'] }],
});
export type UpdateLead = z.infer<typeof UpdateLead>;

/** Document 001, with the additions of 002 and 004. */
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
      login_frequency: z.number().meta({ description: 'Logins per week in the last four weeks, counted from events.' }),
      feature_usage: z
        .array(z.string())
        .meta({ description: 'Features named by `feature_used` events, each once; at most 100.' }),
      trial_status: z.string().nullable(),
    }),
    tags: z.array(z.string()),
    lead_status: z.string().nullable(),
    temperature: z.enum(['cold', 'warm', 'hot']).nullable(),
    timezone: z.string().nullable(),
    locale: z.string().nullable(),
    review_flags: z
      .array(z.string())
      .meta({ description: 'Why a human should review this lead; empty when there is no reason.' }),
    version: z
      .number()
      .int()
      .meta({ description: 'Rises with every change. Domain events of the lead carry it as `lead_seq`.' }),
    last_login_at: Timestamp.nullable(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Lead', description: 'One person for one product.' });
export type Lead = z.infer<typeof Lead>;

/** Maximum number of leads in a page. */
const LEAD_PAGE_LIMIT = 100;

export const LeadQuery = PageQuery.extend({ page_size: pageSize(LEAD_PAGE_LIMIT) });
export type LeadQuery = z.infer<typeof LeadQuery>;

export const LeadSaved = z.object({ result: z.enum(['created', 'updated']), lead: Lead }).meta({ id: 'LeadSaved' });
export type LeadSaved = z.infer<typeof LeadSaved>;
