import type { IncomingMessage, ServerResponse } from 'node:http';
import { openApiPath } from '@lead-nurturing/service-kit/http/openapi';
import { routeOf } from '@lead-nurturing/service-kit/http/request-context';

type Paths = Record<string, Record<string, { responses: object }>>;

/** Whether a route declares the answer: HEAD is not described in a document, and a 500 is a bug. */
const isOfARoute = (method: string, status: number) => method !== 'head' && status !== 500;

/** Checks that each answer of a server is described in its OpenAPI document. */
export function createWatch() {
  const seen = new Set<string>();
  return {
    watch: (request: IncomingMessage, response: ServerResponse) => {
      response.once('finish', () => {
        const path = openApiPath(routeOf('route' in request ? request.route : undefined));
        seen.add(`${String(request.method).toLowerCase()} ${path} ${response.statusCode}`);
      });
    },
    undocumented: (paths: Paths) =>
      [...seen].filter((answer) => {
        const [method = '', path = '', status = ''] = answer.split(' ');
        const responses = paths[path]?.[method]?.responses;
        return responses && isOfARoute(method, Number(status)) && !(status in responses);
      }),
  };
}
