import { z } from 'zod';
import { BULK_LIMIT, bulkRequest, bulkResponse, type ErrorBody } from '@lead-nurturing/contracts/common/common';
import { unstorableIn } from '@lead-nurturing/contracts/common/storable';
import { AppError, ValidationError } from './errors';
import { errorBody } from './http/error-body';
import { parse } from './http/parse';
import type { Caller, Route } from './http/route';

/** The body of every bulk request. Its items are validated one by one, so that an invalid item fails alone. */
const Envelope = z.strictObject({ items: z.array(z.unknown()).min(1).max(BULK_LIMIT) });

/** Answers one result or expected failure for each item, in order. */
type HandleItems<Item, Result> = (caller: Caller, items: readonly Item[]) => Promise<(Result | AppError)[]>;

interface BulkSpec<Item extends z.ZodType, Result extends z.ZodType> extends Pick<
  Route,
  'path' | 'operationId' | 'summary' | 'scope' | 'status' | 'bodyLimit' | 'concurrency'
> {
  item: Item;
  result: Result;
  /** Gets the valid items alone. */
  handle: HandleItems<z.output<Item>, z.input<Result>>;
}

type BulkResult = { status: 'done'; result: unknown } | { status: 'failed'; error: ErrorBody };

/**
 * Declares a `POST` route for up to 100 items. Each item is answered with `{ status: 'done', result }` or
 * `{ status: 'failed', error }`, in order. An item that is not valid fails with `VALIDATION_FAILED`, and the other items
 * are handled. Only a body that is not `{ items: [1 to 100 items] }` is refused as a whole, with 422.
 */
export function defineBulkRoute<Item extends z.ZodType, Result extends z.ZodType>({
  item,
  result,
  handle,
  ...route
}: BulkSpec<Item, Result>): Route {
  return {
    ...route,
    method: 'post',
    body: Envelope,
    documentedBody: bulkRequest(item),
    validatePerItem: 'items',
    response: bulkResponse(result),
    handle: async ({ company, scopes, actor, requestId, body }) => {
      const checked = Envelope.parse(body).items.map((value) => check(item, value));
      const valid = checked.flatMap((one) => (one instanceof AppError ? [] : [one.item]));
      const answers = valid.length > 0 ? await handle({ company, scopes, actor, requestId }, valid) : [];
      if (answers.length !== valid.length) throw new Error('a bulk handler has to answer each item');
      const remaining = answers.values();
      const all = checked.map((one) => (one instanceof AppError ? one : remaining.next().value));
      return { results: all.map((answer) => toBulkResult(answer, requestId)) };
    },
  };
}

function check<Item extends z.ZodType>(schema: Item, value: unknown): { item: z.output<Item> } | AppError {
  try {
    const unstorable = unstorableIn(value);
    if (unstorable) throw new ValidationError([unstorable]);
    return { item: parse(schema, value) };
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

const toBulkResult = (answer: unknown, requestId: string): BulkResult =>
  answer instanceof AppError
    ? { status: 'failed', error: errorBody(answer, requestId) }
    : { status: 'done', result: answer };

/** How many keys are worked on at once: enough to hide the database's latency, few enough to leave room for others. */
const CONCURRENCY = 8;

/**
 * Handles the items of a bulk request one by one: items with the same key in the order given, others side by side. An
 * AppError is the answer to its item; any other error rejects, and no further item is begun.
 */
export const eachItem =
  <Item, Result>(
    keyOf: (item: Item) => string,
    handle: (caller: Caller, item: Item) => Promise<Result>,
  ): HandleItems<Item, Result> =>
  async (caller, items) => {
    const attempt = async (item: Item): Promise<Result | AppError> => {
      try {
        return await handle(caller, item);
      } catch (error) {
        if (error instanceof AppError) return error;
        waiting.length = 0;
        throw error;
      }
    };
    const numbered = items.map((item, index) => ({ item, index }));
    const waiting = [...Map.groupBy(numbered, ({ item }) => keyOf(item)).values()];
    const answers = new Map<number, Result | AppError>();
    const worker = async () => {
      for (let group = waiting.shift(); group; group = waiting.shift())
        for (const { item, index } of group) answers.set(index, await attempt(item));
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    return [...answers.entries()].sort(([a], [b]) => a - b).map(([, answer]) => answer);
  };
