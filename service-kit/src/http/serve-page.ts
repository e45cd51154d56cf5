import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Page, PageAnswer } from './page';

const strings = (values: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );

const send = (response: Response, { status, headers, body }: PageAnswer) =>
  void response.status(status).set(headers).send(body);

/** A public page as an Express handler. */
export function servePage(page: Page): RequestHandler {
  return async (request, response) => {
    send(response, await page.handle({ method: request.method, params: strings(request.params) }));
  };
}

/** Answers a request for a page whose path is not percent-encoded UTF-8, e.g. a link cut off within `%41`. */
export function answerInvalidUrl(pages: readonly Page[], answer: PageAnswer): ErrorRequestHandler {
  const folders = pages.map(({ path }) => path.slice(0, path.indexOf(':')));
  return (error: unknown, request, response, next) => {
    if (error instanceof URIError && folders.some((folder) => request.path.startsWith(folder))) send(response, answer);
    else next(error);
  };
}
