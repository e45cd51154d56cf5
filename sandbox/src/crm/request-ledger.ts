import type { RequestHandler } from 'express';

const KEPT = 10_000;

interface Entry {
  at: string;
  method: string;
  path: string;
  /** Null until an answer is given, and for good when none was. */
  status: number | null;
}

export interface RequestLedger {
  record: RequestHandler;
  list(): readonly Entry[];
  clear(): void;
}

/** Who asked for what, so that a test can prove that nobody wrote. Bodies, queries and tokens stay out. */
export function createRequestLedger(clock: () => Date): RequestLedger {
  let entries: Entry[] = [];
  return {
    record: (request, response, next) => {
      const path = `${request.baseUrl}${request.path}`;
      const entry: Entry = { at: clock().toISOString(), method: request.method, path, status: null };
      entries.push(entry);
      if (entries.length > KEPT) entries.shift();
      response.once('finish', () => (entry.status = response.statusCode));
      next();
    },
    list: () => entries,
    clear: () => (entries = []),
  };
}
