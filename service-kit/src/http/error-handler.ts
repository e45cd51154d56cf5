import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AppError, UnavailableError } from '../errors';
import { isUnavailable } from '../mongo/unavailable';
import type { Log } from '../runtime/log';
import { errorBody } from './error-body';

export const answerUnknownRoute: RequestHandler = (request) => {
  throw new AppError(404, 'ROUTE_NOT_FOUND', 'There is no such route.', { method: request.method, path: request.path });
};

const bodyErrors: Record<string, AppError> = {
  'entity.parse.failed': new AppError(400, 'INVALID_JSON', 'The body is not valid JSON.'),
  'entity.too.large': new AppError(413, 'BODY_TOO_LARGE', 'The body is larger than this route takes.'),
  'encoding.unsupported': new AppError(415, 'UNSUPPORTED_MEDIA_TYPE', 'This content encoding is not supported.'),
  'charset.unsupported': new AppError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send UTF-8.'),
  'request.aborted': new AppError(400, 'REQUEST_ABORTED', 'The request ended before its body did.'),
  'request.size.invalid': new AppError(400, 'BODY_LENGTH_WRONG', 'The body is not as long as Content-Length says.'),
};

function expected(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (error instanceof URIError) return new AppError(400, 'INVALID_PATH', 'The path is not valid.');
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

/**
 * Expected errors speak for themselves, an absent database passes; anything else is a bug: logged whole, answered
 * without a word of it.
 */
export const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const { requestId, log } = response.locals;
  const answer = answerTo(error, log);
  if (answer instanceof UnavailableError) response.set('retry-after', String(answer.retryAfter));
  response.status(answer.status).json(errorBody(answer, requestId));
};
