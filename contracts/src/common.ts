import { z } from 'zod';

/** An opaque identifier; never parse one. */
export const Id = z.string().min(1).max(100);
export type Id = z.infer<typeof Id>;

/** ISO 8601 with an offset on the way in; always UTC (`Z`) on the way out. */
export const Timestamp = z.iso.datetime({ offset: true });
export type Timestamp = z.infer<typeof Timestamp>;

/**
 * Names what happened, not who reports it: an event id, or enrollment + step + run. A write repeated with the same key
 * answers with the first result and changes nothing.
 */
export const IdempotencyKey = z.string().min(1).max(200);

/** Path parameter of every `/things/:id` route. */
export const IdParams = z.strictObject({ id: Id });
export type IdParams = z.infer<typeof IdParams>;

/** The most items one bulk request may carry; also the most events one webhook delivery carries. */
export const BULK_LIMIT = 100;

/** Body of every error answer. `details.fields` names each wrong input field of a 422. */
export const ErrorBody = z
  .object({
    error_code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
    request_id: z.string(),
  })
  .meta({ id: 'Error' });
export type ErrorBody = z.infer<typeof ErrorBody>;

/** Up to {@link BULK_LIMIT} items, answered one for one and in order by {@link bulkResponse}. */
export const bulkRequest = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item).min(1).max(BULK_LIMIT) });

/** One failed item never fails the others: each result is `done` with its value or `failed` with its error. */
export const bulkResponse = <Result extends z.ZodType>(result: Result) =>
  z.object({
    results: z.array(
      z.discriminatedUnion('outcome', [
        z.object({ outcome: z.literal('done'), result }),
        z.object({ outcome: z.literal('failed'), error: ErrorBody }),
      ]),
    ),
  });

/** Cursor pagination: pass `next_cursor` back as `cursor`; null means there is no further page. */
export const PageQuery = z.strictObject({
  cursor: z.string().max(200).optional(),
  page_size: z.coerce.number().int().min(1).max(200).default(50),
});
export type PageQuery = z.infer<typeof PageQuery>;

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable() });
