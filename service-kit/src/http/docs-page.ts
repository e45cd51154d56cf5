import { dirname, join } from 'node:path';
import { Router } from 'express';
import { describeApi, type ApiDescription, type OpenApiDocument } from './openapi';

/** Scalar's settings: the API alone, without links and requests to other machines. */
const appearance = {
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  authentication: { preferredSecurityScheme: 'apiKey' },
};

const page = (title: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <link rel="icon" href="data:,">
  </head>
  <body>
    <script id="api-reference" data-url="/openapi.json" data-configuration='${JSON.stringify(appearance)}'></script>
    <script src="/docs/scalar.js"></script>
  </body>
</html>`;

/** The browser loads Scalar from this service only, so that the page works without the internet. */
const policy =
  "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src blob:";

/** `/docs` and `/openapi.json`. */
export function docsRouter(api: ApiDescription): Router {
  const router = Router();
  // The package exports its style sheet but not the browser bundle beside it.
  const scalar = join(dirname(require.resolve('@scalar/api-reference/style.css')), 'browser');
  let document: OpenApiDocument | undefined;
  router.get('/openapi.json', (_request, response) => {
    document ??= describeApi(api);
    response.json(document);
  });
  router.get('/docs', (_request, response) => {
    response.set('content-security-policy', policy).type('html').send(page(api.title));
  });
  router.get('/docs/scalar.js', (_request, response) => {
    // With `root`, a dot in the path of the checkout (~/.cache) does not make the file hidden and so a 404.
    response.set('cache-control', 'public, max-age=3600').sendFile('standalone.js', { root: scalar });
  });
  return router;
}
