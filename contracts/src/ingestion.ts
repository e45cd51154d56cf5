import { z } from 'zod';
import { Id, Timestamp } from './common';
import { PersonFields } from './person';
import { ProductId } from './product';

/** One product login as a CRM tells it (document 001, property 1). */
export const LoginRecord = z
  .strictObject({
    /** Unique within the source: the idempotency key of the login. */
    login_id: Id,
    occurred_at: Timestamp,
    product_id: ProductId,
    user: PersonFields.extend({ crm_user_id: Id }),
    organization: z.strictObject({ id: Id, name: z.string().max(200).optional() }).optional(),
    trial_status: z.string().max(50).optional(),
  })
  .meta({ id: 'LoginRecord' });
export type LoginRecord = z.infer<typeof LoginRecord>;

export const INGESTION_LIMIT = 500;

export const Source = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, 'lower-case letters, digits, - and _');

/**
 * A page of logins with the cursor it was read from and the one it leads to. The cursor moves in the transaction that
 * stores the page, and only if it still stands at `from`.
 */
export const IngestLogins = z
  .strictObject({
    source: Source,
    cursor: z.strictObject({ from: z.string().max(500).nullable(), to: z.string().max(500) }),
    /** Judged one by one: what is no {@link LoginRecord} is quarantined and does not stop the others. */
    records: z.array(z.unknown()).max(INGESTION_LIMIT),
  })
  .meta({ id: 'IngestLogins' });
export type IngestLogins = z.infer<typeof IngestLogins>;

export const IngestResult = z
  .object({
    index: z.number().int(),
    status: z.enum(['created', 'updated', 'duplicate', 'quarantined']),
    lead_id: Id.nullable(),
    /** Why it was quarantined. */
    reason: z.string().nullable(),
  })
  .meta({ id: 'IngestResult' });
export type IngestResult = z.infer<typeof IngestResult>;

export const LoginsIngested = z
  .object({
    source: z.string(),
    /** Where the cursor stands now. */
    cursor: z.string().nullable(),
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

/** `cursor` is null before the first page. */
export const IngestionCursor = z
  .object({ source: z.string(), cursor: z.string().nullable(), updated_at: Timestamp.nullable() })
  .meta({ id: 'IngestionCursor' });
export type IngestionCursor = z.infer<typeof IngestionCursor>;
