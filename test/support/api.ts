import type { Express } from 'express';
import request from 'supertest';

export type Api = ReturnType<typeof apiOf>;

/** Requests that carry a key. */
export function apiOf(app: Express, key: string) {
  const agent = request(app);
  return {
    get: (path: string) => agent.get(path).set('x-api-key', key),
    post: (path: string, body: object = {}) => agent.post(path).set('x-api-key', key).send(body),
    put: (path: string, body: object) => agent.put(path).set('x-api-key', key).send(body),
    delete: (path: string) => agent.delete(path).set('x-api-key', key),
  };
}
