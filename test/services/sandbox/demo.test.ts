import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import express from 'express';
import { PutProduct } from '@lead-nurturing/contracts/products/product';
import { PutTemplate } from '@lead-nurturing/contracts/templates/template';
import { products } from '@lead-nurturing/sandbox/demo/products';
import { seedDemo } from '@lead-nurturing/sandbox/demo/seed';

let server: Server;
afterEach(() => void server.close());

/** A server with the routes of both services that parses each body with the contracts and records the writes in order. */
async function suite({ failing }: { failing?: string } = {}) {
  const kept = new Map<string, object>();
  const writes: string[] = [];
  const write = (key: string, value: object) => {
    if (key === failing) throw Object.assign(new Error('out of order'), { status: 503 });
    writes.push(key);
    kept.set(key, value);
  };
  const app = express().use(express.json());
  app.use((request, response, next) => {
    if (request.get('x-api-key') === 'the key') next();
    else response.status(401).end();
  });
  app.get('/products/:id', ({ params }, response) => void response.status(kept.has(params.id) ? 200 : 404).json({}));
  app.put('/products/:id', ({ params, body }, response) => {
    write(params.id, PutProduct.parse(body));
    response.json({});
  });
  app.post('/templates', ({ body }, response) => {
    const template = PutTemplate.parse(body);
    write(template.template_id, template);
    response.status(201).json({});
  });
  server = app.listen(0);
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const seed = (key = 'the key') =>
    seedDemo({ leadTrackerUrl: url, communicationEngineUrl: url, leadTrackerKey: key, communicationEngineKey: key });
  return { kept, writes, seed };
}

const ids = Object.keys(products);

test('When an empty suite is seeded, then each product is written after its templates', async () => {
  const { writes, seed } = await suite();
  expect(await seed()).toEqual({ created: ids, kept: [] });

  expect(writes).toHaveLength(12);
  for (const [id, product] of Object.entries(products))
    for (const { template_id } of product.nurturing_sequences!.flatMap(({ messages }) => messages))
      expect(writes.indexOf(template_id)).toBeLessThan(writes.indexOf(id));
});

test('When a product exists, then seeding changes neither the product nor its templates', async () => {
  const { kept, writes, seed } = await suite();
  await seed();
  kept.delete('support-desk');
  writes.length = 0;

  expect(await seed()).toEqual({ created: ['support-desk'], kept: ['analytics-suite'] });
  expect(writes).toHaveLength(6);
  expect(writes.some((key) => key.startsWith('analytics'))).toBe(false);
});

test('When a template is refused, then seeding fails and the product is not written', async () => {
  const { writes, seed } = await suite({ failing: 'analytics-alerts' });
  await expect(seed()).rejects.toThrow('POST /templates answered 503');
  expect(writes).toEqual(['analytics-first-dashboard']);
});

test('When the key is wrong, then seeding fails and writes nothing', async () => {
  const { writes, seed } = await suite();
  await expect(seed('another key')).rejects.toThrow('answered 401');
  expect(writes).toEqual([]);
});
