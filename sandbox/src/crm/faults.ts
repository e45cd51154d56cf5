import { once } from 'node:events';
import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import { CrmError } from './crm-error';
import { fromCursor, toCursor, type Page, type PageQuery } from './cursor';
import type { Logins } from './logins';
import type { LoginEvent } from './records/record';
import { refuseToken, type Tokens } from './tokens';

const AnswerFault = z.enum(['rate_limit', 'server_error', 'timeout', 'expired_token']);
type AnswerFault = z.infer<typeof AnswerFault>;
const PageFault = z.enum(['malformed_record', 'duplicate_record', 'late_record']);
type PageFault = z.infer<typeof PageFault>;

export const ArmFault = z.strictObject({
  mode: z.enum([...AnswerFault.options, ...PageFault.options]),
  /** The number of reads that fail. */
  times: z.number().int().min(1).max(1_000).default(1),
  /** Only for `rate_limit`. */
  retry_after_seconds: z.number().int().min(0).max(3_600).default(1),
});
export type ArmFault = z.infer<typeof ArmFault>;

interface FaultsDeps {
  tokens: Tokens;
  logins: Logins;
  clock: () => Date;
}

interface AnswerContext {
  response: Response;
  tokens: Tokens;
  retryAfterSeconds: number;
}

interface PageContext {
  logins: Logins;
  query: PageQuery;
  clock: () => Date;
  /** The remaining number of faulty reads, including this one. */
  times: number;
}

export interface Faults {
  arm(fault: ArmFault): void;
  pending(): readonly ArmFault[];
  clear(): void;
  /** Runs before each route of the API and answers instead of it if the next fault is one of the answer. */
  beforeRead: RequestHandler;
  /** Reads a page of logins, modified if the next fault is one of the page. */
  readLogins(query: PageQuery): Page<object>;
}

const HANG_MS = 30_000;
const LATE_MS = 5 * 3_600_000;

/** Faults that replace the route's answer. */
const answerFaults: Record<AnswerFault, (context: AnswerContext) => void | Promise<void>> = {
  rate_limit: ({ retryAfterSeconds }) => {
    const headers = { 'Retry-After': String(retryAfterSeconds) };
    throw new CrmError(429, 'rate_limited', 'Too many requests.', headers);
  },

  server_error: () => {
    throw new CrmError(500, 'server_error', 'Something went wrong.');
  },

  /** Sends no answer until the client disconnects; after 30 seconds the connection is closed. */
  timeout: async ({ response }) => {
    const closed = once(response, 'close', { signal: AbortSignal.timeout(HANG_MS) });
    await closed.catch(() => response.destroy());
  },

  expired_token: ({ tokens }) => {
    tokens.revokeAll();
    throw refuseToken();
  },
};

/** Ways to make a login invalid; consecutive faults use different ones. */
const malformations: readonly ((event: LoginEvent) => object)[] = [
  ({ product, ...event }) => event,
  (event) => ({ ...event, contact: { ...event.contact, email: 'not an address' } }),
  (event) => ({ ...event, occurred_at: 0, contact: { ...event.contact, full_name: ['?'] } }),
];

/** Faults that modify a page of logins. An empty page returns undefined, and the fault applies to the next read. */
const pageFaults: Record<PageFault, (context: PageContext) => Page<object> | undefined> = {
  malformed_record: ({ logins, query, times }) => {
    const page = logins.page(query);
    const [first, ...rest] = page.data;
    const malform = malformations[times % malformations.length];
    return first && malform && { ...page, data: [malform(first), ...rest] };
  },

  /** Returns the last record twice and again as the first record of the next page, because the cursor is one too low. */
  duplicate_record: ({ logins, query }) => {
    const page = logins.page({ ...query, limit: Math.max(1, query.limit - 1) });
    const last = page.data.at(-1);
    const oneTooLow = toCursor(fromCursor(page.next_cursor, Number.MAX_SAFE_INTEGER) - 1);
    return last && { data: [...page.data, last], next_cursor: oneTooLow, has_more: true };
  },

  late_record: ({ logins, query, clock }) => {
    logins.add({ count: 1, at: new Date(clock().getTime() - LATE_MS).toISOString() });
    return logins.page(query);
  },
};

/** Faults apply in the order in which they were armed, each to the next read that it fits; writes never fail. */
export function createFaults({ tokens, logins, clock }: FaultsDeps): Faults {
  let queue: ArmFault[] = [];
  const useUp = ({ times, ...fault }: ArmFault) => {
    queue = times > 1 ? [{ ...fault, times: times - 1 }, ...queue.slice(1)] : queue.slice(1);
  };

  return {
    arm: (fault) => void queue.push(fault),
    pending: () => queue,
    clear: () => (queue = []),

    beforeRead: async (request, response, next) => {
      const [fault] = queue;
      const mode = AnswerFault.safeParse(fault?.mode);
      if (request.method !== 'GET' || !fault || !mode.success) {
        next();
        return;
      }
      useUp(fault);
      await answerFaults[mode.data]({ response, tokens, retryAfterSeconds: fault.retry_after_seconds });
    },

    readLogins: (query) => {
      const [fault] = queue;
      const mode = PageFault.safeParse(fault?.mode);
      const modified = fault && mode.success && pageFaults[mode.data]({ logins, query, clock, times: fault.times });
      if (!modified) return logins.page(query);
      useUp(fault);
      return modified;
    },
  };
}
