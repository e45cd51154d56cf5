import { isUtf8 } from 'node:buffer';
import express, { type RequestHandler } from 'express';
import { AppError } from '../errors';

const MEBIBYTE = 1_048_576;

/** The `type` of the error for a body that is not valid UTF-8, beside the types of Express's body parser. */
export const INVALID_UTF8 = 'encoding.invalid';

const jsonOnly: RequestHandler = (request, _response, next) => {
  const isEmpty = request.headers['content-length'] === '0';
  // `is` is null without a body, and false for a body of another type.
  if (isEmpty || request.is('json') !== false) next();
  else next(new AppError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json.'));
};

/** A decoder would put U+FFFD in place of each wrong byte, so that two different ids become one. */
function refuseOtherEncodings(_request: unknown, _response: unknown, body: Buffer, charset: string): void {
  if (charset !== 'utf-8') throw Object.assign(new Error('not UTF-8'), { type: 'charset.unsupported' });
  if (!isUtf8(body)) throw Object.assign(new Error('invalid UTF-8'), { type: INVALID_UTF8 });
}

/**
 * Reads the body of a request as JSON in UTF-8, uncompressed, into `request.body`; default limit 1 MiB. Errors: 400
 * `INVALID_JSON` or `INVALID_UTF8`, 413 `BODY_TOO_LARGE`, 415 `UNSUPPORTED_MEDIA_TYPE`.
 */
export const jsonBody = (limit: number = MEBIBYTE): RequestHandler[] => [
  jsonOnly,
  express.json({ limit, inflate: false, verify: refuseOtherEncodings }),
];
