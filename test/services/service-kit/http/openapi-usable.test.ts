import SwaggerParser from '@apidevtools/swagger-parser';
import { products } from '@lead-nurturing/sandbox/demo/products';
import { templates } from '@lead-nurturing/sandbox/demo/templates';
import type { Api, requestTo } from '../../../support/api';
import { communicationEngineWorld } from '../../../support/worlds/communication-engine-world';
import { leadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

interface Schema {
  description?: string;
  examples?: unknown[];
  properties?: Record<string, Schema>;
  items?: Schema;
}
interface Operation {
  security?: object[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
  parameters?: { name: string; description?: string; schema: { examples?: string[] } }[];
}
interface Described {
  api: Api;
  servers: { url: string }[];
  operations: { method: 'get' | 'post' | 'put' | 'delete'; path: string; operation: Operation }[];
}

interface World {
  api: Api;
  operations: ReturnType<typeof requestTo>;
}

/** What a page shows of an API: what needs a key, with the schemas in place of their references. */
async function described({ api, operations: pages }: World): Promise<Described> {
  const { body } = await pages.get('/openapi.json');
  const dereferenced: unknown = await SwaggerParser.dereference(body);
  const { servers, paths } = dereferenced as {
    servers: Described['servers'];
    paths: Record<string, Record<string, Operation>>;
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  return {
    api,
    servers,
    operations: operations.filter(({ operation }) => operation.security?.length) as Described['operations'],
  };
}

const services: Record<string, () => Promise<Described>> = {
  'Lead Tracker': async () => {
    const world = await leadTrackerWorld();
    for (const [id, product] of Object.entries(products)) await world.api.put(`/products/${id}`, product);
    return described(world);
  },
  'Communication Engine': async () => {
    const world = await communicationEngineWorld();
    for (const template of templates) await world.api.post('/templates', template);
    return described(world);
  },
};

const bodyOf = ({ requestBody }: Operation) => requestBody?.content['application/json'].schema;

/** The path with the examples of its parameters. */
const filled = (path: string, { parameters = [] }: Operation) =>
  parameters.reduce((left, { name, schema }) => left.replace(`{${name}}`, schema.examples?.[0] ?? 'none'), path);

/** The properties below a schema that say nothing of themselves. */
const silent = ({ properties = {}, items }: Schema, path: string): string[] => [
  ...Object.entries(properties).flatMap(([name, property]) => [
    ...(property.description ? [] : [`${path}.${name}`]),
    ...silent(property, `${path}.${name}`),
  ]),
  ...(items ? silent(items, `${path}[]`) : []),
];

describe.each(Object.keys(services))('%s', (name) => {
  let overrides: Described;
  beforeAll(async () => {
    overrides = await services[name]!();
  });

  test('When a request has a body, then its example is accepted unchanged', async () => {
    const refused: string[] = [];
    for (const { method, path, operation } of overrides.operations) {
      const body = bodyOf(operation);
      if (!body || method === 'get' || method === 'delete') continue;
      const [example] = body.examples ?? [];
      const { status, body: answer } = await overrides.api[method](filled(path, operation), example as object);
      // A lead or enrollment of an example is nobody's here: 404 is said of what was understood.
      if (!example || ![200, 201, 202, 404].includes(status)) refused.push(`${method} ${path}: ${answer.message}`);
    }
    expect(refused).toEqual([]);
  });

  test('When a request has a body, then every field of it is described', () => {
    const schemas = overrides.operations.flatMap(({ method, path, operation }) => {
      const body = bodyOf(operation);
      return body ? silent(body, `${method} ${path} `) : [];
    });
    expect(schemas).toEqual([]);
  });

  test('When a call is copied from the page, then it goes to the address of the page', () => {
    expect(overrides.servers).toEqual([{ url: '/' }]);
  });

  test('When a path or query has a parameter, then it is described', () => {
    const parameters = overrides.operations.flatMap(({ path, operation }) =>
      (operation.parameters ?? []).filter(({ description }) => !description).map(({ name }) => `${path} ${name}`),
    );
    expect(parameters).toEqual([]);
  });
});

const exampleOf = ({ operations }: Described, wanted: string) => {
  const found = operations.find(({ path, operation }) => path === wanted && operation.requestBody);
  return bodyOf(found!.operation)!.examples![0] as object;
};

test('When the example of a product is sent to the demo company, then its sequences stay as they are', async () => {
  const overrides = await services['Lead Tracker']!();
  const before = await overrides.api.get('/products/analytics-suite');

  const { body: after } = await overrides.api.put('/products/analytics-suite', exampleOf(overrides, '/products/{id}'));

  expect(after).toEqual({ ...before.body, updated_at: after.updated_at });
});

test('When the example of a batch of logins is sent, then each is a lead and the cursor moves', async () => {
  const overrides = await services['Lead Tracker']!();

  const { body } = await overrides.api.post('/ingestion/logins', exampleOf(overrides, '/ingestion/logins'));

  expect(body).toMatchObject({ cursor: 'batch-1', counts: { created: 1, quarantined: 0 } });
});

test('When the example of a message is sent for the demo company, then it can be rendered', async () => {
  const overrides = await services['Communication Engine']!();

  const { body } = await overrides.api.post('/messages/send', exampleOf(overrides, '/messages/send'));

  expect(body).toMatchObject({ result: 'accepted', message: { status: 'queued', reason: null } });
});
