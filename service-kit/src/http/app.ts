import express, { type Express } from 'express';
import helmet from 'helmet';
import { createAuthenticate, type KeyFinder } from './authenticate';
import type { Log } from '../runtime/log';
import { docsRouter } from './docs-page';
import { answerError, answerUnknownRoute } from './error-handler';
import { healthRouter } from './health';
import { createMetrics } from './metrics';
import type { Page, PageAnswer } from './page';
import { requestContext } from './request-context';
import { scopesOf, type Route } from './route';
import { serveRoute } from './serve-route';
import { answerCutOff, servePage } from './serve-page';

export interface AppParts {
  /** Shown on the API page. */
  title: string;
  version: string;
  log: Log;
  routes: readonly Route[];
  pages?: readonly Page[];
  /** What a public address is answered that cannot be read. */
  cutOff?: PageAnswer;
  keys: KeyFinder;
  /** Rejects while the service cannot do its work. */
  ready: () => Promise<void>;
}

/** One Express app: public health, metrics and API page; declared routes behind an API key; everything else a 404. */
export function createApp({ title, version, log, routes, pages = [], cutOff, keys, ready }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  const metrics = createMetrics();
  const authenticate = createAuthenticate(keys);

  app.use(requestContext(log), metrics.observe, helmet());
  app.use(healthRouter(ready), metrics.router, docsRouter({ title, version, routes, pages }));
  for (const page of pages) app[page.method](page.path, servePage(page));
  for (const route of routes) app[route.method](route.path, authenticate(scopesOf(route)), ...serveRoute(route));
  if (cutOff) app.use(answerCutOff(pages, cutOff));
  app.use(answerUnknownRoute, answerError);
  return app;
}
