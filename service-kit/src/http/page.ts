/** An answer that is no JSON: a page, a picture, a redirect. */
export interface PageAnswer {
  status: number;
  headers: Record<string, string>;
  body?: string | Buffer;
}

/** A public page for people and mail clients; it carries its own proof (a signed token), not an API key. */
export interface Page {
  method: 'get' | 'post';
  path: string;
  summary: string;
  /** What it may answer: status → description. */
  answers: Readonly<Record<number, string>>;
  handle(request: {
    /** Mail scanners also ask with HEAD, which looks at a link without following it. */
    method: string;
    params: Record<string, string>;
  }): Promise<PageAnswer>;
}
