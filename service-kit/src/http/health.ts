import { Router } from 'express';

/** `/health`: the process lives. `/ready`: it can do its work; 503 while it cannot, so that a balancer looks elsewhere. */
export function healthRouter(ready: () => Promise<void>): Router {
  const router = Router();
  router.get('/health', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/ready', async (_request, response) => {
    const error = await ready().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error) response.locals.log.warn({ err: error }, 'not ready');
    response.status(error ? 503 : 200).json({ status: error ? 'unavailable' : 'ready' });
  });
  return router;
}
