import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AppError, UnavailableError } from '../errors';
import { isUnavailable } from '../mongo/unavailable';
import type { Log } from '../runtime/log';
import { errorBody } from './error-body';
import { INVALID_UTF8 } from './json-body';
import { MethodNotAllowedError } from './methods';

/** 404 for a path that no route declares. */
export const answerUnknownRoute: RequestHandler = (request) => {
  throw new AppError(404, 'ROUTE_NOT_FOUND', 'There is no such route.', { method: request.method, path: request.path });
};

/** The errors of Express's body parser, by their `type`. */
const bodyErrors: Record<string, AppError> = {
  'entity.parse.failed': new AppError(400, 'INVALID_JSON', 'The body is not valid JSON.'),
  'entity.too.large': new AppError(413, 'BODY_TOO_LARGE', 'The body is larger than this route takes.'),
  'encoding.unsupported': new AppError(415, 'UNSUPPORTED_MEDIA_TYPE', 'This content encoding is not supported.'),
  'charset.unsupported': new AppError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send UTF-8.'),
  [INVALID_UTF8]: new AppError(400, 'INVALID_UTF8', 'The body is not valid UTF-8.'),
  'request.aborted': new AppError(400, 'REQUEST_ABORTED', 'The request ended before its body did.'),
  'request.size.invalid': new AppError(400, 'BODY_LENGTH_WRONG', 'The body is not as long as Content-Length says.'),
};

function expected(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (error instanceof URIError) return new AppError(400, 'INVALID_PATH', 'The path is not percent-encoded UTF-8.');
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  return typeof type === 'string' ? bodyErrors[type] : undefined;
}

const UNAVAILABLE = new UnavailableError('SERVICE_UNAVAILABLE', 'The database does not answer. Try again later.', 5);
const BUG = new AppError(500, 'INTERNAL_ERROR', 'Something went wrong on our side.');

function answerTo(error: unknown, log: Log): AppError {
  const known = expected(error);
  if (known) return known;
  if (isUnavailable(error)) {
    log.warn({ err: error }, 'the database does not answer');
    return UNAVAILABLE;
  }
  log.error({ err: error }, 'unexpected error');
  return BUG;
}

function headersOf(error: AppError): Record<string, string> {
  if (error instanceof UnavailableError) return { 'retry-after': String(error.retryAfter) };
  if (error instanceof MethodNotAllowedError) return { allow: error.allow.join(', ') };
  return {};
}

/**
 * Answers an expected error (AppError) with its own status and code, and an absent database with 503. Any other error is
 * a bug: it is logged in full and answered with a 500 that does not show its cause.
 */
export const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const { requestId, log } = response.locals;
  const answer = answerTo(error, log);
  response.status(answer.status).set(headersOf(answer)).json(errorBody(answer, requestId));
};
