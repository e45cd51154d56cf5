import express, { Router, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { createAuthenticate, type KeyFinder } from './authenticate';
import type { Log } from '../runtime/log';
import { docsRouter } from './docs-page';
import { answerError, answerUnknownRoute } from './error-handler';
import { healthRouter } from './health';
import { answerOtherMethods } from './methods';
import { createMetrics } from './metrics';
import type { DomainEventSchemas } from './openapi-webhooks';
import type { Page, PageAnswer } from './page';
import { parseQuery } from './query';
import { requestContext } from './request-context';
import { scopesOf, type Route } from './route';
import { answerInvalidUrl, servePage } from './serve-page';
import { serveRoute } from './serve-route';

export interface AppParts {
  /** Shown on the API page. */
  title: string;
  version: string;
  /** The first segments of the service's own paths → description on the API page. */
  tags?: Readonly<Record<string, string>>;
  /** The domain events that the service publishes. */
  domainEvents?: DomainEventSchemas;
  log: Log;
  routes: readonly Route[];
  pages?: readonly Page[];
  /** The answer to a request for a page whose address is not valid, e.g. because a link was cut off. */
  invalidPageUrl?: PageAnswer;
  keys: KeyFinder;
  /** Rejects while the service cannot do its work. */
  ready: () => Promise<void>;
}

export interface Apps {
  /** For the public port: pages, API, `/health` and `/ready`. */
  app: Express;
  /** For the operations port: the same, and besides `/metrics`, `/docs` and `/openapi.json`. */
  operations: Express;
}

/** Answers may hold keys and contact data: no cache keeps them. A page or file can set another value. */
const noStore: RequestHandler = (_request, response, next) => {
  response.set('cache-control', 'no-store');
  next();
};

/** Pages and routes behind one router, which both apps share, so that a route's limit of concurrency holds for both. */
function apiRouter({ routes, pages = [], invalidPageUrl, keys }: AppParts): Router {
  const router = Router();
  const authenticate = createAuthenticate(keys);
  for (const page of pages) router[page.method](page.path, servePage(page));
  for (const route of routes) router[route.method](route.path, authenticate(scopesOf(route)), ...serveRoute(route));
  if (invalidPageUrl) router.use(answerInvalidUrl(pages, invalidPageUrl));
  router.use(answerOtherMethods([...pages, ...routes]));
  return router;
}

/** The Express apps of a service: public pages, declared routes behind an API key, and everything else a 404. */
export function createApps(parts: AppParts): Apps {
  const { title, version, tags = {}, domainEvents = {}, log, routes, pages = [], ready } = parts;
  const metrics = createMetrics();
  const api = apiRouter(parts);
  const appWith = (...own: RequestHandler[]) => {
    const app = express();
    app.disable('x-powered-by');
    app.disable('etag');
    app.set('query parser', parseQuery);
    app.use(requestContext(log), metrics.observe, helmet(), noStore, healthRouter(ready), ...own, api);
    app.use(answerUnknownRoute, answerError);
    return app;
  };
  return {
    app: appWith(),
    operations: appWith(metrics.router, docsRouter({ title, version, tags, domainEvents, routes, pages })),
  };
}
