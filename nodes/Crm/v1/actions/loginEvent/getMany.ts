import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { doneItem, forEachItem } from '../../../../shared/execute';
import { textOrNull } from '../../../../shared/json';
import type { Operation, OperationDescription } from '../../../../shared/operation';
import { countFrom } from '../../../../shared/parameters';
import { PAGE_SIZE, paths, toLoginRecord } from '../../dialects/sandbox';
import { readPages, type CrmPage } from '../../transport';

export const description: OperationDescription = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many login events',
  description: 'Get the logins since a cursor, one item per page, in the form that Ingest Batch takes',
  fields: [
    {
      displayName: 'Source',
      name: 'source',
      type: 'string',
      required: true,
      default: 'crm',
      description: 'The source name under which the Lead Tracker stores the cursor',
    },
    {
      displayName: 'Cursor',
      name: 'cursor',
      type: 'string',
      default: '={{ $json.cursor }}',
      description: 'The cursor to read from; empty reads from the beginning',
    },
    {
      displayName: 'Page Size',
      name: 'page_size',
      type: 'number',
      typeOptions: { minValue: 1, maxValue: PAGE_SIZE },
      default: PAGE_SIZE,
      description: 'Max number of logins in one item',
    },
    {
      displayName: 'Max Pages',
      name: 'max_pages',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 10,
      description: 'Max number of pages that one run reads; the next run continues from there',
    },
  ],
};

export const execute: Operation['execute'] = (context) => forEachItem(context, readLogins);

async function readLogins(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]> {
  const source = context.getNodeParameter('source', itemIndex) as string;
  const cursor = textOrNull(context.getNodeParameter('cursor', itemIndex, ''));
  const limit = countFrom(context, itemIndex, 'page_size', PAGE_SIZE);
  const maxPages = countFrom(context, itemIndex, 'max_pages');
  const pages: INodeExecutionData[] = [];
  for await (const page of readPages(context, { path: paths.loginEvents, cursor, limit })) {
    if (page.data.length > 0 || page.next_cursor !== page.from) pages.push(doneItem(toBatch(source, page), itemIndex));
    if (pages.length >= maxPages) break;
  }
  return pages;
}

const toBatch = (source: string, { data, from, next_cursor, has_more }: CrmPage) => ({
  source,
  cursor: { from, to: next_cursor },
  records: data.map(toLoginRecord),
  has_more,
});
