import { NodeOperationError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';
import { callApi, type ApiRequest } from '../shared/call-api';
import { objectsIn } from '../shared/json';
import { onlyReads } from './reading-requests';

const CREDENTIAL = 'crmApi';

/** The only way to the CRM. What is not on the list of reading requests never leaves the process. */
export async function callCrm(context: IExecuteFunctions, request: ApiRequest): Promise<IDataObject> {
  if (!onlyReads(request.method, request.path) || request.body)
    throw new NodeOperationError(
      context.getNode(),
      `The CRM is read only: ${request.method} ${request.path} is not sent`,
    );
  return await callApi(context, CREDENTIAL, request);
}

export interface CrmPage {
  data: unknown[];
  from: string | null;
  to: string;
  has_more: boolean;
}

interface PageRequest {
  path: string;
  cursor: string | null;
  limit: number;
}

export async function readPage(context: IExecuteFunctions, { path, cursor, limit }: PageRequest): Promise<CrmPage> {
  const qs = { ...(cursor !== null && { cursor }), limit };
  const { data, next_cursor, has_more } = await callCrm(context, { method: 'GET', path, qs });
  if (!Array.isArray(data) || typeof next_cursor !== 'string')
    throw new NodeOperationError(context.getNode(), `The CRM answered ${path} without data and next_cursor`);
  return { data, from: cursor, to: next_cursor, has_more: has_more === true };
}

/** Page after page, as long as there is more and the cursor moves. */
export async function* readPages(context: IExecuteFunctions, request: PageRequest): AsyncGenerator<CrmPage> {
  for (let cursor = request.cursor; ;) {
    const page = await readPage(context, { ...request, cursor });
    yield page;
    if (!page.has_more || page.to === cursor) return;
    cursor = page.to;
  }
}

/** The first `limit` records of a list. */
export async function readRecords(context: IExecuteFunctions, path: string, limit: number): Promise<IDataObject[]> {
  const records: IDataObject[] = [];
  for await (const page of readPages(context, { path, cursor: null, limit: Math.min(limit, PAGE_SIZE) })) {
    records.push(...objectsIn(page.data));
    if (records.length >= limit) break;
  }
  return records.slice(0, limit);
}

/** The most records the CRM gives at once. */
export const PAGE_SIZE = 500;
