import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { doneItem, forEachItem } from '../../shared/execute';
import { countFrom } from '../../shared/parameters';
import { readRecords } from './transport';

export const manyFields: INodeProperties[] = [
  {
    displayName: 'Return All',
    name: 'returnAll',
    type: 'boolean',
    default: false,
    description: 'Whether to return all results or only up to a given limit',
  },
  {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    typeOptions: { minValue: 1 },
    displayOptions: { show: { returnAll: [false] } },
    default: 50,
    description: 'Max number of results to return',
  },
];

export const readMany = (context: IExecuteFunctions, path: string): Promise<INodeExecutionData[]> =>
  forEachItem(context, async (_, itemIndex) => {
    const returnAll = context.getNodeParameter('returnAll', itemIndex);
    const limit = returnAll ? Infinity : countFrom(context, itemIndex, 'limit');
    const records = await readRecords(context, path, limit);
    return records.map((record) => doneItem(record, itemIndex));
  });
