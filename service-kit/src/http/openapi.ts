import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { ErrorBody } from '@lead-nurturing/contracts/common';
import type { Page } from './page';
import type { Route } from './route';

/** Ready to be written as JSON. */
export type OpenApiDocument = object;

export interface ApiDescription {
  title: string;
  version: string;
  routes: readonly Route[];
  pages: readonly Page[];
}

const error = (description: string) => ({ description, content: { 'application/json': { schema: ErrorBody } } });

const failures = (route: Route) => ({
  '401': error('No key, or a wrong one'),
  '403': error('The key lacks the scope'),
  ...(route.params && { '404': error('No such thing in this company') }),
  ...(route.body && { '400': error('Not valid JSON'), '413': error('Too large'), '415': error('Not JSON') }),
  ...((route.body ?? route.query ?? route.params) && { '422': error('Not valid; `details.fields` names each field') }),
});

function successes(route: Route) {
  const answer = { description: 'Done', content: { 'application/json': { schema: route.response } } };
  return {
    [String(route.status ?? 200)]: answer,
    ...(route.createdWhen && { '201': { ...answer, description: 'Created' } }),
  };
}

const objectOrNothing = (schema: z.ZodType | undefined) => (schema instanceof z.ZodObject ? schema : undefined);

function operation(route: Route) {
  const path = objectOrNothing(route.params);
  const query = objectOrNothing(route.query);
  return {
    summary: route.summary,
    description: `Scope \`${route.scope}\`.`,
    tags: [route.path.split('/')[1] ?? ''],
    security: [{ apiKey: [] }, { bearer: [] }],
    ...((path ?? query) && { requestParams: { ...(path && { path }), ...(query && { query }) } }),
    ...(route.body && { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }),
    responses: { ...successes(route), ...failures(route) },
  };
}

function publicOperation(page: Page) {
  const names = [...page.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
  const path = z.object(Object.fromEntries(names.map((name) => [name, z.string()])));
  return {
    summary: page.summary,
    tags: ['public'],
    requestParams: { path },
    responses: { '200': { description: 'A page' } },
  };
}

const openApiPath = (path: string) => path.replaceAll(/:(\w+)/g, '{$1}');

/** The OpenAPI 3.1 document of everything declared. */
export function describeApi({ title, version, routes, pages }: ApiDescription): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes)
    paths[openApiPath(route.path)] = { ...paths[openApiPath(route.path)], [route.method]: operation(route) };
  for (const page of pages)
    paths[openApiPath(page.path)] = { ...paths[openApiPath(page.path)], [page.method]: publicOperation(page) };
  return createDocument({
    openapi: '3.1.0',
    info: { title, version },
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  });
}
