/** An answer other than JSON: a page, a picture, a redirect. */
export interface PageAnswer {
  status: number;
  headers: Record<string, string>;
  body?: string | Buffer;
}

/** A public page for people and mail clients. A signed token in its path takes the place of an API key. */
export interface Page {
  method: 'get' | 'post';
  path: string;
  /** Unique in the service and stable. */
  operationId: string;
  summary: string;
  /** Status → description. */
  answers: Readonly<Record<number, string>>;
  handle(request: {
    /** Mail scanners check a link with HEAD, which must not count as following it. */
    method: string;
    params: Record<string, string>;
  }): Promise<PageAnswer>;
}
