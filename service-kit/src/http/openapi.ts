import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { ErrorBody } from '@lead-nurturing/contracts/common/common';
import type { Page } from './page';
import { scopesOf, type Route } from './route';

/** Ready to be written as JSON. */
export type OpenApiDocument = object;

export interface ApiDescription {
  title: string;
  version: string;
  routes: readonly Route[];
  pages: readonly Page[];
}

const error = (description: string) => ({ description, content: { 'application/json': { schema: ErrorBody } } });

const unavailable = { '503': error('The database does not answer; try again after `Retry-After`') };
const busy = {
  '503': error('Too many such requests wait, or the database does not answer; try again after `Retry-After`'),
};

const ownFailures = { 404: error('No such thing in this company'), 409: error('Contradicts what is there') };

function failures(route: Route) {
  const own = route.fails ?? (route.params ? ([404] as const) : []);
  return {
    '401': error('No key, or a wrong one'),
    '403': error('The key lacks the scope'),
    ...((route.params ?? route.query) && { '400': error('Path or query is not percent-encoded UTF-8') }),
    ...(route.body && {
      '400': error('The body is not valid JSON in UTF-8, or the path is not percent-encoded UTF-8'),
      '413': error('The body is too large'),
      '415': error('The body is not JSON, is compressed, or has another encoding than UTF-8'),
    }),
    ...Object.fromEntries(own.map((status) => [status, ownFailures[status]])),
    ...((route.body ?? route.query ?? route.params) && {
      '422': error('Not valid; `details.fields` names each field'),
    }),
    ...(route.concurrency === undefined ? unavailable : busy),
  };
}

function successes(route: Route) {
  const answer = { description: 'Done', content: { 'application/json': { schema: route.response } } };
  return {
    [String(route.status ?? 200)]: answer,
    ...(route.createdWhen && { '201': { ...answer, description: 'Created' } }),
  };
}

const objectOrNothing = (schema: z.ZodType | undefined) => (schema instanceof z.ZodObject ? schema : undefined);

const inCode = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(' and ');

function requestBody({ body, documentedBody = body }: Route) {
  if (!body || !documentedBody) return {};
  const required = !body.safeParse({}).success;
  return { requestBody: { required, content: { 'application/json': { schema: documentedBody } } } };
}

function operation(route: Route) {
  const path = objectOrNothing(route.params);
  const query = objectOrNothing(route.query);
  return {
    summary: route.summary,
    description: `${route.alsoScope ? 'Scopes' : 'Scope'} ${inCode(scopesOf(route))}.`,
    tags: [route.path.split('/')[1] ?? ''],
    security: [{ apiKey: [] }, { bearer: [] }],
    ...((path ?? query) && { requestParams: { ...(path && { path }), ...(query && { query }) } }),
    ...requestBody(route),
    responses: { ...successes(route), ...failures(route) },
  };
}

const described = (answers: Page['answers']) =>
  Object.fromEntries(Object.entries(answers).map(([status, description]) => [status, { description }]));

function publicOperation(page: Page) {
  const names = [...page.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
  const path = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
  return {
    summary: page.summary,
    tags: ['public'],
    requestParams: { path },
    responses: { ...described(page.answers), ...unavailable },
  };
}

const operations = (answers: Page['answers'], summary: string) => ({
  get: {
    summary,
    tags: ['operations'],
    responses: described(answers),
  },
});

/** What every service has, for whoever runs it. */
const forOperators: ZodOpenApiPathsObject = {
  '/health': operations({ 200: 'It lives' }, 'Tell whether the process lives'),
  '/ready': operations({ 200: 'It can', 503: 'Not now' }, 'Tell whether the service can do its work'),
  '/metrics': operations({ 200: 'Prometheus text' }, 'Measure the process and its requests'),
};

/** `/leads/:id` as OpenAPI writes it. */
export const openApiPath = (path: string) => path.replaceAll(/:(\w+)/g, '{$1}');

/** What holds for every route: the first thing the API page says. */
const INTRODUCTION = `Every request but the public ones carries an API key, in \`X-API-Key\` or as a bearer token. A key belongs to a
company, sees nothing of another's, and may do what its scopes say. The first one is the service's
\`BOOTSTRAP_API_KEY\`; \`POST /api-keys\` makes others.

Errors are \`{ error_code, message, details, request_id }\`; a 422 names the wrong fields in \`details.fields\`. After a 503,
try again after \`Retry-After\` seconds. What carries an \`idempotency_key\` may be repeated: the repeat is answered as the
first was, and nothing is done twice. Times are ISO 8601 in UTC, ids are opaque.`;

/** The OpenAPI 3.1 document of everything declared. */
export function describeApi({ title, version, routes, pages }: ApiDescription): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes)
    paths[openApiPath(route.path)] = { ...paths[openApiPath(route.path)], [route.method]: operation(route) };
  for (const page of pages)
    paths[openApiPath(page.path)] = { ...paths[openApiPath(page.path)], [page.method]: publicOperation(page) };
  return createDocument({
    openapi: '3.1.0',
    info: { title, version, description: INTRODUCTION },
    // Where the page itself was found, so that a call copied from it works.
    servers: [{ url: '/' }],
    paths: { ...paths, ...forOperators },
    components: {
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  });
}
