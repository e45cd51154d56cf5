import type { RequestHandler } from 'express';
import type { Page } from './page';

const strings = (values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );

/** A public page as an Express handler. */
export function servePage(page: Page): RequestHandler {
  return async (request, response) => {
    const { status, headers, body } = await page.handle({
      method: request.method,
      params: strings(request.params),
    });
    response.status(status).set(headers).send(body);
  };
}
