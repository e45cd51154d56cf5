import { Router, type RequestHandler } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { routeOf } from './request-context';

/** Prometheus metrics of one app: the process and its requests by declared route. */
export function createMetrics(): { observe: RequestHandler; router: Router } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by declared route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.18, 0.2, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const observe: RequestHandler = (request, response, next) => {
    const end = duration.startTimer();
    response.on('finish', () => {
      end({ method: request.method, route: routeOf(request.route), status: String(response.statusCode) });
    });
    next();
  };
  const router = Router();
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return { observe, router };
}
