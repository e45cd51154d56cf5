import type { IncomingMessage, ServerResponse } from 'node:http';
import { openApiPath } from '@lead-nurturing/service-kit/http/openapi';
import { routeOf } from '@lead-nurturing/service-kit/http/request-context';

type Paths = Record<string, Record<string, { responses: object }>>;

/** Statuses no route chooses: nobody asked for HEAD to be described, and a bug is a bug. */
const isOfARoute = (method: string, status: number) => method !== 'head' && status !== 500;

/** Watches a server's answers: what it answers has to be in its OpenAPI document. */
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
