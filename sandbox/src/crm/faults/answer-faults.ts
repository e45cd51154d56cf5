import { once } from 'node:events';
import type { Response } from 'express';
import { z } from 'zod';
import { CrmError } from '../crm-error';
import { refuseToken, type Tokens } from '../tokens';

export const AnswerFault = z.enum(['rate_limit', 'server_error', 'timeout', 'expired_token']);
export type AnswerFault = z.infer<typeof AnswerFault>;

interface Scene {
  response: Response;
  tokens: Tokens;
  retryAfterSeconds: number;
}

const HANG_MS = 30_000;

/** Each answers, or does not, in place of the route. */
export const answerFaults: Record<AnswerFault, (scene: Scene) => void | Promise<void>> = {
  rate_limit: ({ retryAfterSeconds }) => {
    const headers = { 'Retry-After': String(retryAfterSeconds) };
    throw new CrmError(429, 'rate_limited', 'Too many requests.', headers);
  },

  server_error: () => {
    throw new CrmError(500, 'server_error', 'Something went wrong.');
  },

  /** Hangs until the client gives up; after half a minute the connection is dropped. */
  timeout: async ({ response }) => {
    const gaveUp = once(response, 'close', { signal: AbortSignal.timeout(HANG_MS) });
    await gaveUp.catch(() => response.destroy());
  },

  expired_token: ({ tokens }) => {
    tokens.revokeAll();
    throw refuseToken();
  },
};
