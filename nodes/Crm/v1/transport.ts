import { NodeOperationError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';
import { callApi, type ApiRequest } from '../../shared/call-api';
import type { ReadPages } from '../../shared/get-many';
import { objectsIn } from '../../shared/json';
import { onlyReads, PAGE_SIZE, toPage, type Page } from './dialects/sandbox';

const CREDENTIAL = 'crmApi';

/** Sends a request to the CRM. Throws before sending when the request is not one of the dialect's reading requests. */
export async function callCrm(context: IExecuteFunctions, request: ApiRequest): Promise<IDataObject> {
  if (!onlyReads(request.method, request.path) || request.body)
    throw new NodeOperationError(
      context.getNode(),
      `The CRM is read only: ${request.method} ${request.path} is not sent`,
    );
  return await callApi(context, CREDENTIAL, request);
}

export interface CrmPage extends Page {
  /** The cursor the page was read from; null for the first page. */
  from: string | null;
}

interface PageRequest {
  path: string;
  cursor: string | null;
  limit: number;
}

async function readPage(context: IExecuteFunctions, { path, cursor, limit }: PageRequest): Promise<CrmPage> {
  const qs = { ...(cursor !== null && { cursor }), limit };
  const page = toPage(await callCrm(context, { method: 'GET', path, qs }));
  if (!page) throw new NodeOperationError(context.getNode(), `The CRM answered ${path} without data and next_cursor`);
  return { ...page, from: cursor };
}

/** Yields pages until the CRM reports no more of them or answers with the cursor it was asked for. */
export async function* readPages(context: IExecuteFunctions, request: PageRequest): AsyncGenerator<CrmPage> {
  for (let cursor = request.cursor; ;) {
    const page = await readPage(context, { ...request, cursor });
    yield page;
    if (!page.has_more || page.next_cursor === cursor) return;
    cursor = page.next_cursor;
  }
}

/** The reader of a Get Many operation for one of the CRM's lists. */
export const pagesOf = (path: string): ReadPages =>
  async function* (context, limit) {
    const request = { path, cursor: null, limit: Math.min(limit, PAGE_SIZE) };
    for await (const { data } of readPages(context, request)) yield objectsIn(data);
  };
