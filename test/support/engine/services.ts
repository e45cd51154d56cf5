import nock from 'nock';

export interface Call {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  // A test reads any part of it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && 'status' in value && typeof value.status === 'number';

async function toCall(request: Request): Promise<Call> {
  const { pathname, searchParams } = new URL(request.url);
  const text = await request.text();
  const form = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded');
  const body: unknown = form
    ? Object.fromEntries(new URLSearchParams(text))
    : text === ''
      ? undefined
      : JSON.parse(text);
  const headers = Object.fromEntries(request.headers);
  return { method: request.method, path: pathname, query: Object.fromEntries(searchParams), headers, body };
}

/**
 * A service that answers by a table such as `{ 'POST /leads/bulk': answer }` and records every call. An answer is a body or
 * `{ status, body, headers }`. A request that is not in the table fails like one to an unknown host.
 */
export function fakeService(base: string, table: Record<string, (call: Call) => unknown>): Call[] {
  const calls: Call[] = [];
  for (const [route, answer] of Object.entries(table)) {
    const [method = 'GET', path = '/'] = route.split(' ');
    const reply = async (request: Request) => {
      const call = await toCall(request);
      calls.push(call);
      const answered = answer(call);
      const { status, body, headers = {} } = isAnswer(answered) ? answered : { status: 200, body: answered };
      return [status, body ?? '', headers];
    };
    nock(base)
      .persist()
      .intercept(path, method)
      .query(true)
      // nock 15 passes a Fetch request, although its types still declare uri and body.
      .reply(reply);
  }
  return calls;
}

export const LEAD_TRACKER = 'http://lead-tracker.test';
export const COMMUNICATION_ENGINE = 'http://communication-engine.test';
export const CRM = 'http://crm.test';

/** Answers a bulk request item by item: `{ error }` is the failure of an item, any other value its result. */
export const bulk =
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  (resultOf: (item: any, index: number) => unknown) =>
    ({ body }: Call) => ({
      results: body.items.map((item: unknown, index: number) => {
        const result = resultOf(item, index);
        const failed = typeof result === 'object' && result !== null && 'error' in result;
        return failed ? { status: 'failed', error: result.error } : { status: 'done', result };
      }),
    });

export const errorBody = (error_code: string, message: string, details: Record<string, unknown> = {}) => ({
  error_code,
  message,
  details,
  request_id: 'request-1',
});

/** Blocks real requests in the tests of a file, and restores the network for later files of the same jest worker. */
export function useNoNetwork(): void {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });
  afterAll(() => nock.restore());
}
