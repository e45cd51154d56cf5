import SwaggerParser from '@apidevtools/swagger-parser';
import type { Express } from 'express';
import request from 'supertest';
import { composeLeadTracker } from '@lead-nurturing/lead-tracker/compose';
import { createHttpClient } from '@lead-nurturing/service-kit/http-client/http-client';
import { createLog } from '@lead-nurturing/service-kit/runtime/log';
import { testClock } from '../../../support/clock';
import { freshDatabase } from '../../../support/database';

interface Content {
  content?: Record<string, { schema: object }>;
}
interface Operation {
  security?: object[];
  requestBody?: Content;
  responses: Record<string, Content>;
  parameters?: { name: string; in: string; required?: boolean }[];
}
interface Document {
  openapi: string;
  paths: Record<string, { get?: Operation; post?: Operation; put?: Operation; delete?: Operation }>;
}

const schemaOf = (overrides: Content | undefined) => overrides?.content?.['application/json']?.schema;

let app: Express;
let operations: Express;
let document: Document;
beforeAll(async () => {
  const connection = await freshDatabase();
  ({ app, operations } = composeLeadTracker({
    connection,
    clock: testClock(),
    log: createLog('test', 'silent'),
    http: createHttpClient(new Set()),
  }));
  document = (await request(operations).get('/openapi.json').expect(200)).body;
});

interface Stack {
  route?: { path: string; stack: { method?: string }[] };
  handle: { stack?: Stack[] };
}

/** The routes of the app and of the routers in it, as `get /leads/{id}`; a handler of all methods has none of its own. */
const routesIn = (stack: Stack[]): string[] =>
  stack.flatMap(({ route, handle }) => [
    ...routesIn(handle.stack ?? []),
    ...(route?.stack.slice(0, 1) ?? []).flatMap(({ method }) =>
      method ? `${method} ${route!.path.replaceAll(/:(\w+)/g, '{$1}')}` : [],
    ),
  ]);

test('When the API is described, then the description is valid OpenAPI 3.1', async () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  await SwaggerParser.validate(structuredClone(document) as never);
});

test('When the API is described, then every declared route is in it and nothing else', () => {
  const described = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  const served = routesIn(app.router.stack as unknown as Stack[]);
  expect(described.sort()).toEqual([...served, 'get /metrics'].sort());
  expect(described).toEqual(expect.arrayContaining(['post /leads', 'get /leads/{id}', 'delete /api-keys/{id}']));
});

test('When a route is described, then its security, parameters, body, answer and failures are', () => {
  const { security, parameters, requestBody, responses } = document.paths['/leads/{id}/stage']!.post!;
  expect(security).toEqual([{ apiKey: [] }, { bearer: [] }]);
  expect(parameters).toMatchObject([
    { name: 'id', in: 'path', required: true },
    { name: 'Idempotency-Key', in: 'header' },
  ]);
  expect(schemaOf(requestBody)).toEqual({ $ref: '#/components/schemas/MoveStage' });
  const failures = ['400', '401', '403', '404', '409', '413', '415', '422', '503', 'default'];
  expect(Object.keys(responses).sort()).toEqual(['200', ...failures]);
  expect(schemaOf(responses['422'])).toEqual({ $ref: '#/components/schemas/Error' });
  expect(document.paths['/leads']?.post?.responses).toHaveProperty('201');
});

test.each([
  ['post /enrollments', [404, 409]],
  ['post /leads', [409]],
  ['put /leads/{id}', [404, 409]],
  ['get /ingestion/cursors/{source}', []],
  ['put /products/{id}', []],
  ['delete /api-keys/{id}', [404, 409]],
])('When %s is described, then of 404 and 409 it has %j', (route, own) => {
  const [method = '', path = ''] = route.split(' ');
  const { responses } = document.paths[path]![method as 'get']!;
  expect([404, 409].filter((status) => status in responses)).toEqual(own);
});

test('When the API page is opened, then its script comes from the service and loads nothing else', async () => {
  const page = await request(operations).get('/docs').expect(200);
  expect(page.headers['content-type']).toContain('text/html');
  const [, script] = /<script src="([^"]+)">/.exec(page.text) ?? [];
  expect(page.text).not.toMatch(/https?:\/\//);
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'self'; script-src 'self'/);
  expect(page.headers['content-security-policy']).not.toMatch(/https?:/);
  const code = await request(operations).get(String(script)).expect(200);
  expect(code.headers['content-type']).toContain('javascript');
  expect(code.text.length).toBeGreaterThan(500_000);
});
