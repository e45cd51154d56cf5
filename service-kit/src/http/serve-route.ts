import { bulkhead as bulkheadPolicy, isBulkheadRejectedError, isTaskCancelledError } from 'cockatiel';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { AppError, UnavailableError } from '../errors';
import { parse } from './parse';
import type { Caller, Route } from './route';
import { refuseUnstorable } from './storable';

const MEBIBYTE = 1_048_576;
/** Maximum queued requests per route, shared by all tenants: their bodies are held in memory. */
const MAX_QUEUED = 32;
/** A queued request gives up after this time, for example while the requests before it wait for an absent database. */
const WAIT_MS = 15_000;
const BUSY = new UnavailableError('BUSY', 'Too many requests to this route are waiting. Try again later.', 5);

const jsonOnly: RequestHandler = (request, _response, next) => {
  const isEmpty = request.headers['content-length'] === '0';
  // `is` says null where there is no body at all.
  if (isEmpty || request.is('json') !== false) next();
  else next(new AppError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json.'));
};

type Handle = () => unknown;

const straightAway = async (handle: Handle) => handle();

/** Handles at most `concurrency` requests at once; up to {@link MAX_QUEUED} more wait while their clients are connected. */
function bulkhead(concurrency: number) {
  const policy = bulkheadPolicy(concurrency, MAX_QUEUED);
  return async (handle: Handle, response: Response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      return await policy.execute(handle, AbortSignal.any([gone.signal, AbortSignal.timeout(WAIT_MS)]));
    } catch (error) {
      throw isBulkheadRejectedError(error) || isTaskCancelledError(error) ? BUSY : error;
    }
  };
}

/** The declared route as Express handlers: body in, validated, handled, checked, out. */
export function serveRoute(route: Route): RequestHandler[] {
  const inBulkhead = route.concurrency === undefined ? straightAway : bulkhead(route.concurrency);
  const handle = (request: Request, caller: Caller) => {
    refuseUnstorable(request.body, route.validatePerItem);
    return route.handle({
      ...caller,
      params: route.params && parse(route.params, request.params),
      query: route.query && parse(route.query, request.query),
      body: route.body && parse(route.body, request.body ?? {}),
    });
  };
  const answer: RequestHandler = async (request, response) => {
    const result = await inBulkhead(() => handle(request, response.locals.caller), response);
    // A mismatch here is our bug, so it may throw its ZodError into a 500.
    const body = route.response.parse(result);
    response.status(route.createdWhen?.(body) ? 201 : (route.status ?? 200)).json(body);
  };
  if (!route.body) return [answer];
  return [jsonOnly, express.json({ limit: route.bodyLimit ?? MEBIBYTE, inflate: false }), answer];
}
