import type { ErrorRequestHandler, RequestHandler } from 'express';
import { z } from 'zod';

/** An expected failure; `code` is what clients branch on. */
export class CrmError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = 'CrmError';
  }
}

export const notFound = (kind: string): CrmError => new CrmError(404, 'not_found', `There is no such ${kind}.`);

export const answerUnknownPath: RequestHandler = () => {
  throw notFound('path');
};

function expected(error: unknown): CrmError | undefined {
  if (error instanceof CrmError) return error;
  if (error instanceof z.ZodError) return new CrmError(400, 'invalid_request', z.prettifyError(error));
  // What Express and its body parsers refuse carries the status to answer with.
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  const theirs = typeof status === 'number' && status < 500;
  return theirs ? new CrmError(status, 'invalid_request', 'The request could not be read.') : undefined;
}

/** `{ error, message }`, the CRM's error body. */
export const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const known = expected(error);
  if (!known) process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
  const { status, code, message, headers } = known ?? new CrmError(500, 'server_error', 'Something went wrong.');
  response.status(status).set(headers).json({ error: code, message });
};
