import { z } from 'zod';
import { Id, Timestamp } from '../common/common';
import { SingleLine } from '../common/text';
import { PersonFields } from '../leads/person';
import { ProductId } from '../products/product';

/** One login to a product, as a CRM reports it (document 001, property 1). */
export const LoginRecord = z
  .strictObject({
    /** Unique within the source: the idempotency key of the login. */
    login_id: Id,
    occurred_at: Timestamp,
    product_id: ProductId,
    user: PersonFields.extend({ crm_user_id: Id }),
    organization: z.strictObject({ id: Id, name: SingleLine.max(200).optional() }).optional(),
    trial_status: SingleLine.max(50).optional(),
  })
  .meta({ id: 'LoginRecord' });
export type LoginRecord = z.infer<typeof LoginRecord>;

export const INGESTION_LIMIT = 500;

export const Source = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, 'lower-case letters, digits, - and _')
  .meta({ description: 'The system that the logins are read from. The workflows use `crm`.' });

const example = {
  source: 'my-product',
  cursor: { from: null, to: 'batch-1' },
  records: [
    {
      login_id: 'login-5132',
      occurred_at: '2026-03-02T08:00:00Z',
      product_id: 'analytics-suite',
      user: {
        crm_user_id: 'c-204',
        name: 'Samuel Lind',
        contact_info: { email: 'samuel.lind@acme.example', phone: '+442079460123', preferred_channel: 'email' },
        demographics: { job_title: 'Analyst', company_size: '51-200', industry: 'Logistics' },
        timezone: 'Europe/London',
        locale: 'en-GB',
      },
      organization: { id: 'o-17', name: 'Acme' },
      trial_status: 'active',
    },
  ],
};

export const IngestLogins = z
  .strictObject({
    source: Source,
    cursor: z
      .strictObject({
        from: z
          .string()
          .max(500)
          .nullable()
          .meta({ description: 'The cursor that the page was read from; null for the first page.' }),
        to: z.string().max(500).meta({ description: 'The cursor of the next page. Its form is up to the caller.' }),
      })
      .meta({
        description: 'The cursor moves in the transaction that stores the batch, and only if it is still at `from`.',
      }),
    records: z.array(z.unknown()).max(INGESTION_LIMIT).meta({
      description:
        'Logins in the shape of the example; `login_id` (unique in the source), `occurred_at`, `product_id` and `user.crm_user_id` are required. Each record is validated by itself: an invalid record is quarantined and does not stop the others.',
    }),
  })
  .meta({
    id: 'IngestLogins',
    description:
      'A page of logins, the cursor that it was read from and the cursor of the next page. The same batch sent again gets the same answer.',
    examples: [example],
  });
export type IngestLogins = z.infer<typeof IngestLogins>;

export const IngestResult = z
  .object({
    index: z.number().int().meta({ description: 'The position of the record in the batch, from 0.' }),
    status: z.enum(['created', 'updated', 'duplicate', 'quarantined']),
    lead_id: Id.nullable(),
    reason: z.string().nullable().meta({ description: 'Why the record was quarantined.' }),
  })
  .meta({ id: 'IngestResult' });
export type IngestResult = z.infer<typeof IngestResult>;

export const LoginsIngested = z
  .object({
    source: z.string(),
    cursor: z.string().nullable().meta({ description: 'The cursor after the batch was first stored.' }),
    counts: z.object({
      created: z.number().int(),
      updated: z.number().int(),
      duplicate: z.number().int(),
      quarantined: z.number().int(),
    }),
    results: z.array(IngestResult),
  })
  .meta({ id: 'LoginsIngested' });
export type LoginsIngested = z.infer<typeof LoginsIngested>;

export const IngestionCursor = z
  .object({
    source: z.string(),
    cursor: z.string().nullable().meta({ description: 'Null before the first batch.' }),
    updated_at: Timestamp.nullable(),
  })
  .meta({ id: 'IngestionCursor' });
export type IngestionCursor = z.infer<typeof IngestionCursor>;
