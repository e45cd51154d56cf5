import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { ValidationError } from '../errors';
import type { Route } from './route';

const HEADER = 'Idempotency-Key';

/** Whether the body has an `idempotency_key`, which the header `Idempotency-Key` can take the place of. */
export const takesIdempotencyKey = ({ body }: Route): boolean =>
  body instanceof z.ZodObject && 'idempotency_key' in body.shape;

const refuse = (message: string) => new ValidationError([{ field: HEADER, message }]);

/** The IETF draft writes the key as a quoted string; most clients write it without quotes. */
const withoutQuotes = (text: string) => (/^"[^"\\]*"$/.test(text) ? text.slice(1, -1) : text);

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The body of a request, with the key of its header `Idempotency-Key` as `idempotency_key`. 422 when body and header have
 * different keys, when the header occurs twice, and on a bulk route, where each item has a key of its own.
 */
export function bodyWithKey(route: Route, request: IncomingMessage & { body?: unknown }): unknown {
  const body = request.body ?? {};
  const [key, ...others] = request.headersDistinct['idempotency-key'] ?? [];
  if (key === undefined || !isObject(body)) return body;
  if (route.validatePerItem === 'items') throw refuse('not on a bulk request: each item has its own idempotency_key');
  if (!takesIdempotencyKey(route)) return body;
  if (others.length > 0) throw refuse('occurs more than once');
  if (!/^[\x20-\x7e]*$/.test(key)) throw refuse('has characters other than ASCII; use idempotency_key of the body');
  const idempotency_key = withoutQuotes(key);
  if ('idempotency_key' in body && body.idempotency_key !== idempotency_key)
    throw refuse('differs from idempotency_key of the body');
  return { ...body, idempotency_key };
}
