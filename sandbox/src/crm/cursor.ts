import { z } from 'zod';
import { CrmError } from './crm-error';

export const PageQuery = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** A page of a list. `next_cursor` is always present; it equals the requested cursor if there are no new items. */
export interface Page<Item> {
  data: Item[];
  next_cursor: string;
  has_more: boolean;
}

export const toCursor = (index: number): string => Buffer.from(String(index)).toString('base64url');

/** Throws for a cursor that this list cannot have returned, instead of starting again at the first item. */
export function fromCursor(cursor: string, length: number): number {
  const index = Number(Buffer.from(cursor, 'base64url').toString());
  const isKnown = Number.isInteger(index) && index >= 0 && index <= length && toCursor(index) === cursor;
  if (!isKnown) throw new CrmError(400, 'invalid_cursor', 'This cursor was not returned by this list.');
  return index;
}

export function paginate<Item>(items: readonly Item[], { cursor, limit }: PageQuery): Page<Item> {
  const from = cursor === undefined ? 0 : fromCursor(cursor, items.length);
  const to = Math.min(from + limit, items.length);
  return { data: items.slice(from, to), next_cursor: toCursor(to), has_more: to < items.length };
}
