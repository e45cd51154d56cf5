import express, { type RequestHandler } from 'express';
import { AppError } from '../errors';
import { parse } from './parse';
import type { Route } from './route';
import { refuseUnstorable } from './storable';

const MEBIBYTE = 1_048_576;

const jsonOnly: RequestHandler = (request, _response, next) => {
  const isEmpty = request.headers['content-length'] === '0';
  // `is` says null where there is no body at all.
  if (isEmpty || request.is('json') !== false) next();
  else next(new AppError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json.'));
};

/** The declared route as Express handlers: body in, validated, handled, checked, out. */
export function serveRoute(route: Route): RequestHandler[] {
  const answer: RequestHandler = async (request, response) => {
    refuseUnstorable(request.body, route.sifts);
    const result = await route.handle({
      ...response.locals.caller,
      params: parse(route.params, request.params),
      query: parse(route.query, request.query),
      body: parse(route.body, request.body ?? {}),
    });
    // A mismatch here is our bug, so it may throw its ZodError into a 500.
    const body = route.response.parse(result);
    response.status(route.createdWhen?.(body) ? 201 : (route.status ?? 200)).json(body);
  };
  if (!route.body) return [answer];
  return [jsonOnly, express.json({ limit: route.bodyLimit ?? MEBIBYTE, inflate: false }), answer];
}
