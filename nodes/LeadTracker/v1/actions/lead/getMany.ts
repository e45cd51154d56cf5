import type { IDataObject } from 'n8n-workflow';
import { getMany, manyFields } from '../../../../shared/get-many';
import { objectsIn } from '../../../../shared/json';
import type { OperationDescription } from '../../../../shared/operation';
import { callLeadTracker } from '../../transport';

/** Maximum leads on one page (contracts, LEAD_PAGE_LIMIT). */
const PAGE_SIZE = 100;

export const description: OperationDescription = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many leads',
  description: 'Get many leads with their stages, scores and the data of their persons',
  fields: manyFields,
};

export const execute = getMany(async function* (context, limit) {
  let query: IDataObject | undefined = { page_size: Math.min(limit, PAGE_SIZE) };
  while (query) {
    const { items, next_cursor }: IDataObject = await callLeadTracker(context, {
      method: 'GET',
      path: '/leads',
      qs: query,
    });
    yield objectsIn(items);
    query = typeof next_cursor === 'string' ? { ...query, cursor: next_cursor } : undefined;
  }
});
