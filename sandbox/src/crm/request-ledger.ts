import type { RequestHandler } from 'express';

const MAX_ENTRIES = 10_000;

interface Entry {
  at: string;
  method: string;
  path: string;
  /** Null while the request has no answer. */
  status: number | null;
}

export interface RequestLedger {
  record: RequestHandler;
  list(): readonly Entry[];
  clear(): void;
}

/** Records all requests, so that a test can prove that none of them wrote. Bodies, queries and tokens are not stored. */
export function createRequestLedger(clock: () => Date): RequestLedger {
  let entries: Entry[] = [];
  return {
    record: (request, response, next) => {
      const path = `${request.baseUrl}${request.path}`;
      const entry: Entry = { at: clock().toISOString(), method: request.method, path, status: null };
      entries.push(entry);
      if (entries.length > MAX_ENTRIES) entries.shift();
      response.once('finish', () => (entry.status = response.statusCode));
      next();
    },
    list: () => entries,
    clear: () => (entries = []),
  };
}
