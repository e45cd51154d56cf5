import { Router } from 'express';

/** `/health` says that the process runs, `/ready` whether it can do its work: 503 tells a balancer to use another instance. */
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
