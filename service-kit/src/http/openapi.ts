import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { ErrorBody, IdempotencyKey } from '@lead-nurturing/contracts/common/common';
import { takesIdempotencyKey } from './idempotency-header';
import { describeWebhooks, type DomainEventSchemas } from './openapi-webhooks';
import type { Page } from './page';
import { scopesOf, type Route } from './route';

/** Ready to be written as JSON. */
export type OpenApiDocument = object;

export interface ApiDescription {
  title: string;
  version: string;
  routes: readonly Route[];
  pages: readonly Page[];
  /** The first segments of the service's own paths → description. */
  tags: Readonly<Record<string, string>>;
  domainEvents: DomainEventSchemas;
}

/** The tags that both services have. */
const COMMON_TAGS = {
  'api-keys': 'The keys of the company, with their scopes.',
  'webhook-subscriptions': 'Who receives which domain events.',
  'dead-letters': 'What was given up on: deliveries, workflow runs, messages, steps.',
  operations: 'For those who run the service; without a key.',
};
const PUBLIC_TAG = { public: 'Links and pixels of messages; a signed token in the path takes the place of a key.' };

const header = (name: string) => ({ $ref: `#/components/headers/${name}` });
const everyAnswer = { 'X-Request-Id': header('RequestId'), 'Cache-Control': header('CacheControl') };

/** The headers of an answer beside {@link everyAnswer}, by status. */
const ownHeaders: Readonly<Record<string, object>> = {
  '302': { Location: header('Location') },
  '503': { 'Retry-After': header('RetryAfter') },
  default: { Allow: header('Allow') },
};

const headersOf = (status: string) => ({ headers: { ...everyAnswer, ...ownHeaders[status] } });

const error = (status: string, description: string) => ({
  [status]: { description, ...headersOf(status), content: { 'application/json': { schema: ErrorBody } } },
});

const unavailable = error('503', 'The database does not answer; try again after `Retry-After`.');
const busy = error(
  '503',
  'Too many requests to this route wait, or the database does not answer; try again after `Retry-After`.',
);

function failures(route: Route) {
  const own: readonly number[] = route.fails ?? (route.params ? [404] : []);
  return {
    ...((route.params ?? route.query) && error('400', 'Path or query is not percent-encoded UTF-8.')),
    ...error('401', 'No API key, or an unknown one.'),
    ...error('403', 'The API key lacks a scope; `details.required` names it.'),
    ...(route.body && {
      ...error('400', 'The body is not JSON in UTF-8, or the path is not percent-encoded UTF-8.'),
      ...error('413', 'The body is too large.'),
      ...error('415', 'The body is not `application/json`, is compressed, or is not in UTF-8.'),
    }),
    ...(own.includes(404) && error('404', 'Not found in this company.')),
    ...(own.includes(409) && error('409', 'In conflict with the current state.')),
    ...((route.body ?? route.query ?? route.params) &&
      error('422', 'Not valid; `details.fields` names each wrong field.')),
    ...(route.concurrency === undefined ? unavailable : busy),
    ...error('default', 'Any other error: 405 with `Allow` for another method of this path, 500 for a bug.'),
  };
}

function successes({ status = 200, createdWhen, response }: Route) {
  const answer = { ...headersOf(String(status)), content: { 'application/json': { schema: response } } };
  return {
    [String(status)]: { description: 'Done.', ...answer },
    ...(createdWhen && { '201': { description: 'Created.', ...answer } }),
  };
}

const objectOrNothing = (schema: z.ZodType | undefined) => (schema instanceof z.ZodObject ? schema : undefined);

const inCode = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(' and ');

const keyHeader = z.object({
  'Idempotency-Key': IdempotencyKey.optional().meta({
    description:
      'Another spelling of `idempotency_key` in the body, which can then be left out; with or without double quotes. 422 when both are given and differ.',
  }),
});

function requestParams(route: Route) {
  const path = objectOrNothing(route.params);
  const query = objectOrNothing(route.query);
  const header = takesIdempotencyKey(route) ? keyHeader : undefined;
  if (!path && !query && !header) return {};
  return { requestParams: { ...(path && { path }), ...(query && { query }), ...(header && { header }) } };
}

function requestBody({ body, documentedBody = body }: Route) {
  if (!body || !documentedBody) return {};
  const required = !body.safeParse({}).success;
  return { requestBody: { required, content: { 'application/json': { schema: documentedBody } } } };
}

const operation = (route: Route) => ({
  operationId: route.operationId,
  summary: route.summary,
  description: `${route.alsoScope ? 'Scopes' : 'Scope'} ${inCode(scopesOf(route))}.`,
  tags: [route.path.split('/')[1] ?? ''],
  security: [{ apiKey: [] }, { bearer: [] }],
  ...requestParams(route),
  ...requestBody(route),
  responses: { ...successes(route), ...failures(route) },
});

const described = (answers: Page['answers']) =>
  Object.fromEntries(
    Object.entries(answers).map(([status, description]) => [status, { description, ...headersOf(status) }]),
  );

function publicOperation({ operationId, summary, path, answers }: Page) {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
  const token = z.string().meta({ description: 'Signed by the service; each link has its own.' });
  return {
    operationId,
    summary,
    tags: ['public'],
    security: [],
    requestParams: { path: z.object(Object.fromEntries(names.map((name) => [name, token]))) },
    responses: { ...described(answers), ...unavailable },
  };
}

const operations = (operationId: string, summary: string, answers: Page['answers']) => ({
  get: { operationId, summary, tags: ['operations'], security: [], responses: described(answers) },
});

/** The routes for those who run a service. */
const forOperators: ZodOpenApiPathsObject = {
  '/health': operations('getHealth', 'Tell whether the process runs', { 200: 'The process runs.' }),
  '/ready': operations('getReadiness', 'Tell whether the service can do its work', {
    200: 'The service is ready.',
    503: 'The service is not ready, e.g. because the database does not answer.',
  }),
  '/metrics': operations('getMetrics', 'Get metrics of the process and its requests, at the operations port', {
    200: 'Metrics in the text format of Prometheus.',
  }),
};

/** `/leads/:id` in OpenAPI's notation, `/leads/{id}`. */
export const openApiPath = (path: string) => path.replaceAll(/:(\w+)/g, '{$1}');

/** The first paragraphs of the API page: what is the same for every route. */
const INTRODUCTION = `Every request except those to public pages needs an API key, in \`X-API-Key\` or as a bearer token. A key
belongs to one company, reads and changes only that company's data, and can do what its scopes allow. The first key is
the service's \`BOOTSTRAP_API_KEY\`; \`POST /api-keys\` creates others.

An error is \`{ error_code, message, details, request_id }\`; a 422 names the wrong fields in \`details.fields\`. After a 503,
repeat the request after \`Retry-After\` seconds. A path that exists with other methods answers 405 with \`Allow\`.

A request with an \`idempotency_key\` can be repeated: the repeat changes nothing and gets the first answer. The header
\`Idempotency-Key\` is another spelling of this field. A bulk request refuses the header, because each of its items has
its own key; an invalid item of a bulk request fails alone, and the others are processed.

Bodies are JSON in UTF-8, not compressed. Times are ISO 8601 in UTC; ids are opaque.`;

const string = { type: 'string' } as const;

/** The OpenAPI 3.1 document of all declared routes and pages. */
export function describeApi({ title, version, routes, pages, tags, domainEvents }: ApiDescription): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes)
    paths[openApiPath(route.path)] = { ...paths[openApiPath(route.path)], [route.method]: operation(route) };
  for (const page of pages)
    paths[openApiPath(page.path)] = { ...paths[openApiPath(page.path)], [page.method]: publicOperation(page) };
  const allTags = { ...tags, ...COMMON_TAGS, ...(pages.length > 0 && PUBLIC_TAG) };
  return createDocument({
    openapi: '3.1.0',
    info: {
      title,
      version,
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
      contact: { name: 'Lead Nurturing contributors', url: 'https://github.com/lead-nurturing/lead-nurturing' },
    },
    // Relative, so that a call copied from the page goes to the address of the page.
    servers: [{ url: '/' }],
    tags: Object.entries(allTags).map(([name, description]) => ({ name, description })),
    paths: { ...paths, ...forOperators },
    ...describeWebhooks(domainEvents),
    components: {
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      headers: {
        RequestId: {
          description: "The id of the request in the service's log: the request's own `X-Request-Id`, or a new one.",
          schema: string,
        },
        CacheControl: { description: 'Answers are not to be cached: `no-store`.', schema: string },
        RetryAfter: { description: 'Seconds to wait before the request is repeated.', schema: { type: 'integer' } },
        Allow: { description: 'With 405: the methods of the path.', schema: string },
        ...(pages.length > 0 && { Location: { description: 'The address that the link leads to.', schema: string } }),
      },
    },
  });
}
