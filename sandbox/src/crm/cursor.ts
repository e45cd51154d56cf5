import { z } from 'zod';
import { CrmError } from './crm-error';

export const PageQuery = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** `next_cursor` is always given; it equals the cursor asked with when nothing is new. */
export interface Page<Item> {
  data: Item[];
  next_cursor: string;
  has_more: boolean;
}

export const toCursor = (index: number): string => Buffer.from(String(index)).toString('base64url');

/** Refuses whatever this list cannot have given out, rather than starting over in silence. */
export function fromCursor(cursor: string, length: number): number {
  const index = Number(Buffer.from(cursor, 'base64url').toString());
  const ours = Number.isInteger(index) && index >= 0 && index <= length && toCursor(index) === cursor;
  if (!ours) throw new CrmError(400, 'invalid_cursor', 'This cursor was never given out here.');
  return index;
}

export function paginate<Item>(items: readonly Item[], { cursor, limit }: PageQuery): Page<Item> {
  const from = cursor === undefined ? 0 : fromCursor(cursor, items.length);
  const to = Math.min(from + limit, items.length);
  return { data: items.slice(from, to), next_cursor: toCursor(to), has_more: to < items.length };
}
