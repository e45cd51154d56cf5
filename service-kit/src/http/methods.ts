import { Router } from 'express';
import { AppError } from '../errors';

/** 405 `METHOD_NOT_ALLOWED`: the path exists with the methods of `allow` only. */
export class MethodNotAllowedError extends AppError {
  constructor(
    method: string,
    readonly allow: readonly string[],
  ) {
    super(405, 'METHOD_NOT_ALLOWED', `This path does not support ${method}.`, { method, allow });
  }
}

interface Declared {
  method: string;
  path: string;
}

const methodsOf = (declared: readonly Declared[]): string[] => {
  const methods = declared.map(({ method }) => method.toUpperCase());
  // Express answers HEAD wherever there is a GET.
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
};

/**
 * For requests that no declared route has answered: a path that exists with other methods is answered with 405 and
 * `Allow`, or with 204 and `Allow` for OPTIONS. A path that matches several declared paths allows the methods of all.
 */
export function answerOtherMethods(declared: readonly Declared[]): Router {
  const router = Router();
  for (const [path, own] of Map.groupBy(declared, (one) => one.path))
    router.all(path, (_request, response, next) => {
      response.locals.allow = [...(response.locals.allow ?? []), ...methodsOf(own)];
      next();
    });
  router.use((request, response, next) => {
    const allow = [...new Set(response.locals.allow)].sort();
    if (allow.length === 0) next();
    else if (request.method === 'OPTIONS') response.set('allow', allow.join(', ')).status(204).end();
    else throw new MethodNotAllowedError(request.method, allow);
  });
  return router;
}
