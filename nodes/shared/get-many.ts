import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { doneItem, forEachItem } from './execute';
import { countFrom } from './parameters';

/** The fields of a Get Many operation, as n8n's guidelines name them. */
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

/** Yields the pages of a list. `limit` is the number of records wanted and may be Infinity. */
export type ReadPages = (context: IExecuteFunctions, limit: number) => AsyncIterable<IDataObject[]>;

/** A Get Many operation: reads pages until Limit is reached, or all of them with Return All, and puts out one item per record. */
export const getMany =
  (readPages: ReadPages) =>
  (context: IExecuteFunctions): Promise<INodeExecutionData[]> =>
    forEachItem(context, async (_, itemIndex) => {
      const returnAll = context.getNodeParameter('returnAll', itemIndex);
      const limit = returnAll ? Infinity : countFrom(context, itemIndex, 'limit');
      const records: IDataObject[] = [];
      for await (const page of readPages(context, limit)) {
        records.push(...page);
        if (records.length >= limit) break;
      }
      return records.slice(0, limit).map((record) => doneItem(record, itemIndex));
    });
