import { bulkhead as bulkheadPolicy, isBulkheadRejectedError, isTaskCancelledError } from 'cockatiel';
import type { Request, RequestHandler, Response } from 'express';
import { UnavailableError } from '../errors';
import { bodyWithKey } from './idempotency-header';
import { jsonBody } from './json-body';
import { parse } from './parse';
import type { Caller, Route } from './route';
import { refuseUnstorable } from './storable';

/** Maximum queued requests per route, shared by all tenants: their bodies are held in memory. */
const MAX_QUEUED = 32;
/** A queued request gives up after this time, for example while the requests before it wait for an absent database. */
const WAIT_MS = 15_000;
const BUSY = new UnavailableError('BUSY', 'Too many requests to this route are waiting. Try again later.', 5);

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

/** The declared route as Express handlers, which read the body, validate the request, handle it and check the answer. */
export function serveRoute(route: Route): RequestHandler[] {
  const inBulkhead = route.concurrency === undefined ? straightAway : bulkhead(route.concurrency);
  const handle = (request: Request, caller: Caller) => {
    const body = route.body && bodyWithKey(route, request);
    refuseUnstorable(body, route.validatePerItem);
    return route.handle({
      ...caller,
      params: route.params && parse(route.params, request.params),
      query: route.query && parse(route.query, request.query),
      body: route.body && parse(route.body, body),
    });
  };
  const answer: RequestHandler = async (request, response) => {
    const result = await inBulkhead(() => handle(request, response.locals.caller), response);
    // An answer that does not match its schema is a bug: the ZodError becomes a 500.
    const body = route.response.parse(result);
    response.status(route.createdWhen?.(body) ? 201 : (route.status ?? 200)).json(body);
  };
  if (!route.body) return [answer];
  return [...jsonBody(route.bodyLimit), answer];
}
