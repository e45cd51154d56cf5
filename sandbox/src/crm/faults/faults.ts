import type { RequestHandler } from 'express';
import { z } from 'zod';
import { AnswerFault, answerFaults } from './answer-faults';
import type { Page, PageQuery } from '../cursor';
import type { Logins } from '../logins/logins';
import { PageFault, pageFaults } from './page-faults';
import type { Tokens } from '../tokens';

export const ArmFault = z.strictObject({
  mode: z.enum([...AnswerFault.options, ...PageFault.options]),
  /** How many reads misbehave. */
  times: z.number().int().min(1).max(1_000).default(1),
  /** Of `rate_limit`. */
  retry_after_seconds: z.number().int().min(0).max(3_600).default(1),
});
export type ArmFault = z.infer<typeof ArmFault>;

interface FaultsDeps {
  tokens: Tokens;
  logins: Logins;
  clock: () => Date;
}

export interface Faults {
  arm(fault: ArmFault): void;
  pending(): readonly ArmFault[];
  clear(): void;
  /** Goes before every route: misbehaves in its place when that is the next fault. */
  beforeRead: RequestHandler;
  /** A page of logins, bent when that is the next fault. */
  readLogins(query: PageQuery): Page<object>;
}

/** Faults happen in the order they were armed, each to the next read it can happen to; writes are left alone. */
export function createFaults({ tokens, logins, clock }: FaultsDeps): Faults {
  let queue: ArmFault[] = [];
  const spend = ({ times, ...fault }: ArmFault) => {
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
      spend(fault);
      await answerFaults[mode.data]({ response, tokens, retryAfterSeconds: fault.retry_after_seconds });
    },

    readLogins: (query) => {
      const [fault] = queue;
      const mode = PageFault.safeParse(fault?.mode);
      const bent = fault && mode.success && pageFaults[mode.data]({ logins, query, clock, times: fault.times });
      if (!bent) return logins.page(query);
      spend(fault);
      return bent;
    },
  };
}
