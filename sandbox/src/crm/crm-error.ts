import type { ErrorRequestHandler, RequestHandler } from 'express';
import { z } from 'zod';

/** An expected failure; clients distinguish failures by `code`. */
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
  // Errors of Express and its body parsers carry the status of the answer.
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  const isClientError = typeof status === 'number' && status < 500;
  return isClientError ? new CrmError(status, 'invalid_request', 'The request could not be read.') : undefined;
}

/** Answers with the CRM's error body `{ error, message }`. */
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
