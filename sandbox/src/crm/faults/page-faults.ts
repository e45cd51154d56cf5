import { z } from 'zod';
import { fromCursor, toCursor, type Page, type PageQuery } from '../cursor';
import type { Logins } from '../logins/logins';
import type { LoginEvent } from '../records/record';

export const PageFault = z.enum(['malformed_record', 'duplicate_record', 'late_record']);
export type PageFault = z.infer<typeof PageFault>;

interface Scene {
  logins: Logins;
  query: PageQuery;
  clock: () => Date;
  /** How often the fault is still to come, this time included. */
  times: number;
}

const LATE_MS = 5 * 3_600_000;

/** What foreign data is like; several in a row differ. */
const malformations: readonly ((event: LoginEvent) => object)[] = [
  ({ product, ...event }) => event,
  (event) => ({ ...event, contact: { ...event.contact, email: 'not an address' } }),
  (event) => ({ ...event, occurred_at: 0, contact: { ...event.contact, full_name: ['?'] } }),
];

/** Each bends one page of logins; undefined when there is nothing to bend, and the fault waits for the next read. */
export const pageFaults: Record<PageFault, (scene: Scene) => Page<object> | undefined> = {
  malformed_record: ({ logins, query, times }) => {
    const page = logins.page(query);
    const [first, ...rest] = page.data;
    const malform = malformations[times % malformations.length];
    return first && malform && { ...page, data: [malform(first), ...rest] };
  },

  /** The last record comes twice, and once more at the head of the next page, whose cursor is one short. */
  duplicate_record: ({ logins, query }) => {
    const page = logins.page({ ...query, limit: Math.max(1, query.limit - 1) });
    const last = page.data.at(-1);
    const oneShort = toCursor(fromCursor(page.next_cursor, Number.MAX_SAFE_INTEGER) - 1);
    return last && { data: [...page.data, last], next_cursor: oneShort, has_more: true };
  },

  late_record: ({ logins, query, clock }) => {
    logins.add({ count: 1, at: new Date(clock().getTime() - LATE_MS).toISOString() });
    return logins.page(query);
  },
};
