import { createServer, type Server } from 'node:http';
import type { Express } from 'express';
import request from 'supertest';
import { createWatch } from './documented';
import { onFinish } from './finish';

export type Api = ReturnType<typeof apiOf>;

const servers = new WeakMap<Express, Server>();

/**
 * Sends requests to the app on one server per test file; supertest alone would start a server for each request. Given the
 * app that shows the OpenAPI document, all answers in the file's tests must be described there.
 */
export function requestTo(app: Express, operations?: Express) {
  let server = servers.get(app);
  if (!server) {
    const { watch, undocumented } = createWatch();
    const own = createServer(app).on('request', watch).listen(0);
    server = own;
    servers.set(app, own);
    onFinish(async () => {
      own.close();
      own.closeAllConnections();
      if (!operations) return;
      const { body } = await request(operations).get('/openapi.json').expect(200);
      expect(undocumented(body.paths)).toEqual([]);
    });
  }
  return request(server);
}

/** Sends requests with an API key. */
export function apiOf(app: Express, key: string, operations?: Express) {
  const agent = requestTo(app, operations);
  return {
    get: (path: string) => agent.get(path).set('x-api-key', key),
    post: (path: string, body: object = {}) => agent.post(path).set('x-api-key', key).send(body),
    put: (path: string, body: object) => agent.put(path).set('x-api-key', key).send(body),
    delete: (path: string) => agent.delete(path).set('x-api-key', key),
  };
}
