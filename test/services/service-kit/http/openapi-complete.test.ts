import type { requestTo } from '../../../support/api';
import { communicationEngineWorld } from '../../../support/worlds/communication-engine-world';
import { leadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

interface Response {
  headers?: Record<string, { $ref: string }>;
}
interface Operation {
  operationId?: string;
  tags: string[];
  security?: object[];
  requestBody?: { required: boolean };
  parameters?: { name: string; in: string; required?: boolean }[];
  responses: Record<string, Response>;
}
interface Document {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
}

const services: Record<string, () => Promise<ReturnType<typeof requestTo>>> = {
  'Lead Tracker': async () => (await leadTrackerWorld()).operations,
  'Communication Engine': async () => (await communicationEngineWorld()).operations,
};

const operationsOf = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
  );

describe.each(Object.keys(services))('The document of the %s', (name) => {
  let document: Document;
  let operations: (Operation & { name: string })[];
  beforeAll(async () => {
    document = (await (await services[name]!()).get('/openapi.json')).body;
    operations = operationsOf(document);
  });

  test('When an operation is described, then its operationId is in camelCase and unique', () => {
    const ids = operations.map(({ operationId }) => operationId ?? 'none');

    expect(ids.filter((id) => !/^[a-z]+([A-Z][a-z]+)*$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('When an operation has a tag, then the tag is declared with a description, and none in vain', () => {
    const used = new Set(operations.flatMap(({ tags }) => tags));

    expect(document.tags.map((tag) => tag.name).sort()).toEqual([...used].sort());
    expect(document.tags.filter(({ description }) => !description)).toEqual([]);
  });

  test('When an operation needs no key, then it says so; every other one needs a key', () => {
    const open = operations.filter(({ security }) => security?.length === 0);

    expect(operations.filter(({ security }) => security === undefined)).toEqual([]);
    for (const { tags } of open) expect(['public', 'operations']).toContain(tags[0]);
    expect(operations.filter(({ tags }) => ['public', 'operations'].includes(tags[0]!))).toEqual(open);
  });

  test('When a 503, 405 or 302 is described, then Retry-After, Allow or Location is described with it', () => {
    const headersOf = (status: string) =>
      operations.flatMap(({ responses }) =>
        responses[status]
          ? [
              Object.keys(responses[status].headers ?? {})
                .sort()
                .join(),
            ]
          : [],
      );

    expect(new Set(headersOf('503'))).toEqual(new Set(['Cache-Control,Retry-After,X-Request-Id']));
    expect(new Set(headersOf('default'))).toEqual(new Set(['Allow,Cache-Control,X-Request-Id']));
    expect(new Set(headersOf('302'))).toEqual(
      new Set(name === 'Lead Tracker' ? [] : ['Cache-Control,Location,X-Request-Id']),
    );
    expect(new Set(headersOf('200'))).toEqual(new Set(['Cache-Control,X-Request-Id']));
  });
});

test('When all fields of a body are optional, then the body is; every other body is required', async () => {
  const { body } = await (await leadTrackerWorld()).operations.get('/openapi.json');
  const optional = operationsOf(body).filter(({ requestBody }) => requestBody?.required === false);

  expect(optional.map(({ name }) => name)).toEqual(['put /leads/{id}']);
});

test('When the document is read, then exactly the writes with a key describe the Idempotency-Key header', async () => {
  const { body } = await (await leadTrackerWorld()).operations.get('/openapi.json');
  const withHeader = operationsOf(body).filter(({ parameters = [] }) =>
    parameters.some((parameter) => parameter.in === 'header' && parameter.name === 'Idempotency-Key'),
  );

  expect(withHeader.map(({ name }) => name).sort()).toEqual([
    'post /dead-letters',
    'post /enrollments',
    'post /leads',
    'post /leads/{id}/events',
    'post /leads/{id}/stage',
  ]);
});
