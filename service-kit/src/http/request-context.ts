import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Log } from '../runtime/log';
import type { Caller } from './route';

declare module 'express-serve-static-core' {
  interface Locals {
    requestId: string;
    log: Log;
    caller: Caller;
    /** The methods of the declared paths that the request's path matches, gathered where no route answered it. */
    allow?: string[];
  }
}

const WELL_FORMED = /^[A-Za-z0-9._-]{1,100}$/;

/** Gives each request an id (the caller's own, if well-formed) and logs its end, without body and full address. */
export function requestContext(log: Log): RequestHandler {
  return (request, response, next) => {
    const given = request.get('x-request-id') ?? '';
    const requestId = WELL_FORMED.test(given) ? given : randomUUID();
    const began = performance.now();
    response.locals.requestId = requestId;
    response.locals.log = log.child({ request_id: requestId });
    response.set('x-request-id', requestId);
    response.on('finish', () => {
      response.locals.log.debug(
        {
          method: request.method,
          route: routeOf(request.route),
          status: response.statusCode,
          ms: Math.round(performance.now() - began),
        },
        'answered',
      );
    });
    next();
  };
}

/** The declared path (`/leads/:id`) of an Express route; the real path of a request may hold a token. */
export function routeOf(route: unknown): string {
  if (typeof route !== 'object' || route === null || !('path' in route)) return 'unknown';
  return typeof route.path === 'string' ? route.path : 'unknown';
}
