import { AppError } from './errors';
import { errorBody } from './http/error-body';
import type { ErrorBody } from '@lead-nurturing/contracts/common/common';

export type BulkResult<Result> = { outcome: 'done'; result: Result } | { outcome: 'failed'; error: ErrorBody };

interface BulkOptions<Item, Result> {
  requestId: string;
  /** Items with the same key are handled in the order given; others side by side. */
  keyOf: (item: Item) => string;
  handle: (item: Item) => Promise<Result>;
}

/** How many keys are worked on at once: enough to hide the database's latency, few enough to leave room for others. */
const CONCURRENCY = 8;

/** Handles every item; an expected failure (AppError) is that item's result, anything else fails the request. */
export async function handleBulk<Item, Result>(
  items: readonly Item[],
  { requestId, keyOf, handle }: BulkOptions<Item, Result>,
): Promise<{ results: BulkResult<Result>[] }> {
  const attempt = async (item: Item): Promise<BulkResult<Result>> => {
    try {
      return { outcome: 'done', result: await handle(item) };
    } catch (error) {
      if (error instanceof AppError) return { outcome: 'failed', error: errorBody(error, requestId) };
      waiting.length = 0; // the request fails: nothing more is begun for it
      throw error;
    }
  };
  const numbered = items.map((item, index) => ({ item, index }));
  const waiting = [...Map.groupBy(numbered, ({ item }) => keyOf(item)).values()];
  const results = new Map<number, BulkResult<Result>>();
  const worker = async () => {
    for (let group = waiting.shift(); group; group = waiting.shift())
      for (const { item, index } of group) results.set(index, await attempt(item));
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return { results: [...results.entries()].sort(([a], [b]) => a - b).map(([, result]) => result) };
}
