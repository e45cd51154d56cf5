import { bulkhead, isBulkheadRejectedError, isTaskCancelledError } from 'cockatiel';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { AppError, UnavailableError } from '../errors';
import { parse } from './parse';
import type { Caller, Route } from './route';
import { refuseUnstorable } from './storable';

const MEBIBYTE = 1_048_576;
/** What waits is held in memory; of all companies together. */
const MAY_WAIT = 32;
/** Where those before it wait for a database that is away, it need not find that out by itself. */
const WAIT_MS = 15_000;
const BUSY = new UnavailableError('BUSY', 'Too many such requests are waiting for their turn. Try again later.', 5);

const jsonOnly: RequestHandler = (request, _response, next) => {
  const isEmpty = request.headers['content-length'] === '0';
  // `is` says null where there is no body at all.
  if (isEmpty || request.is('json') !== false) next();
  else next(new AppError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json.'));
};

type Handle = () => unknown;

const straightAway = async (handle: Handle) => handle();

/** Handles so many at once; the others wait, as long as they are not too many, it is not too long, and somebody listens. */
function turnsOf(count: number) {
  const turns = bulkhead(count, MAY_WAIT);
  return async (handle: Handle, response: Response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      return await turns.execute(handle, AbortSignal.any([gone.signal, AbortSignal.timeout(WAIT_MS)]));
    } catch (error) {
      throw isBulkheadRejectedError(error) || isTaskCancelledError(error) ? BUSY : error;
    }
  };
}

/** The declared route as Express handlers: body in, validated, handled, checked, out. */
export function serveRoute(route: Route): RequestHandler[] {
  const inTurn = route.atOnce === undefined ? straightAway : turnsOf(route.atOnce);
  const handle = (request: Request, caller: Caller) => {
    refuseUnstorable(request.body, route.sifts);
    return route.handle({
      ...caller,
      params: parse(route.params, request.params),
      query: parse(route.query, request.query),
      body: parse(route.body, request.body ?? {}),
    });
  };
  const answer: RequestHandler = async (request, response) => {
    const result = await inTurn(() => handle(request, response.locals.caller), response);
    // A mismatch here is our bug, so it may throw its ZodError into a 500.
    const body = route.response.parse(result);
    response.status(route.createdWhen?.(body) ? 201 : (route.status ?? 200)).json(body);
  };
  if (!route.body) return [answer];
  return [jsonOnly, express.json({ limit: route.bodyLimit ?? MEBIBYTE, inflate: false }), answer];
}
