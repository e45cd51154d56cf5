import { z } from 'zod';

/** An opaque identifier; never parse one. */
export const Id = z.string().min(1).max(100);
export type Id = z.infer<typeof Id>;

export const Timestamp = z.iso
  .datetime({ offset: true })
  .meta({ description: 'ISO 8601 with an offset; answers are always in UTC (`Z`).' });
export type Timestamp = z.infer<typeof Timestamp>;

export const IdempotencyKey = z.string().min(1).max(200).meta({
  description:
    'Names what happened, not who reports it: an event id, or enrollment, step and run. A write repeated with the same key answers with the first result and changes nothing; the same key for something else is refused with 409 `IDEMPOTENCY_KEY_TAKEN`.',
});

/** Path parameter of every `/things/:id` route. */
export const IdParams = z.strictObject({
  id: Id.meta({ description: 'The `id` of an earlier answer; a template goes by its `template_id`.' }),
});
export type IdParams = z.infer<typeof IdParams>;

/** The most items one bulk request may carry; also the most events one webhook delivery carries. */
export const BULK_LIMIT = 100;

export const ErrorBody = z
  .object({
    error_code: z.string().meta({ description: 'For programs; never changes its meaning.' }),
    message: z.string().meta({ description: 'For people; may change its words.' }),
    details: z
      .record(z.string(), z.unknown())
      .meta({ description: 'What belongs to the code; `details.fields` names each wrong field of a 422.' }),
    request_id: z.string().meta({ description: 'Stands in the log of the service, too, and in `x-request-id`.' }),
  })
  .meta({ id: 'Error', description: 'Body of every error answer.' });
export type ErrorBody = z.infer<typeof ErrorBody>;

/** Up to {@link BULK_LIMIT} items, answered by {@link bulkResponse}. Its example holds the item's. */
export const bulkRequest = <Item extends z.ZodType>(item: Item) =>
  z
    .strictObject({
      items: z.array(item).min(1).max(BULK_LIMIT).meta({
        description:
          'Answered one by one and in order. Each item is validated by itself: an item that is not valid fails alone.',
      }),
    })
    .meta({ examples: [{ items: item.meta()?.examples }] });

export const BulkItemFailed = z
  .object({ status: z.literal('failed'), error: ErrorBody })
  .meta({ id: 'BulkItemFailed', description: 'An item that failed, and why.' });

/** One result for each item: `done` with its value, or `failed` with its error. */
export const bulkResponse = <Result extends z.ZodType>(result: Result) =>
  z.object({
    results: z
      .array(z.discriminatedUnion('status', [z.object({ status: z.literal('done'), result }), BulkItemFailed]))
      .meta({ description: 'One for each item, in order. One failed item never fails the others.' }),
  });

/** The `page_size` of a query: decimal digits, from 1 to `most`, default 50. */
export const pageSize = (most: number) =>
  z
    .preprocess(
      // JavaScript reads `0x10` and an empty text as numbers, too; both are refused.
      (text) => (typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : text),
      z.number().int().min(1).max(most).default(50),
    )
    .meta({ description: 'How many items a page has.' });

export const PageQuery = z.strictObject({
  cursor: z
    .uuid('not the `next_cursor` of a page')
    .optional()
    .meta({ description: 'The `next_cursor` of the page before; left out for the first.' }),
  page_size: pageSize(200),
});
export type PageQuery = z.infer<typeof PageQuery>;

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: 'To be passed back as `cursor`; null where there is no further page.' }),
  });
