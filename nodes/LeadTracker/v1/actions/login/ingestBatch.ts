import type { IngestLogins } from '@lead-nurturing/contracts/ingestion/ingestion';
import type { IExecuteFunctions } from 'n8n-workflow';
import { textOrNull } from '../../../../shared/json';
import type { OperationDescription } from '../../../../shared/operation';
import { sourceField } from '../../fields';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Ingest Batch',
  value: 'ingestBatch',
  action: 'Ingest a batch of logins',
  description: 'Ingest one page of logins with its cursor; both are stored in one transaction',
  fields: [
    { ...sourceField, default: '={{ $json.source }}' },
    {
      displayName: 'Cursor From',
      name: 'cursor_from',
      type: 'string',
      default: '={{ $json.cursor.from }}',
      description: 'The cursor that the page was read from; empty for the first page',
    },
    {
      displayName: 'Cursor To',
      name: 'cursor_to',
      type: 'string',
      required: true,
      default: '={{ $json.cursor.to }}',
      description: 'The cursor after the page; the next run reads from it',
    },
    {
      displayName: 'Records',
      name: 'records',
      type: 'json',
      required: true,
      default: '={{ $json.records }}',
      description: 'JSON list of at most 500 logins; an invalid login is quarantined and the others are ingested',
    },
  ],
};

const bodyOf = (context: IExecuteFunctions, itemIndex: number): IngestLogins => ({
  source: context.getNodeParameter('source', itemIndex) as string,
  cursor: {
    from: textOrNull(context.getNodeParameter('cursor_from', itemIndex, '')),
    to: context.getNodeParameter('cursor_to', itemIndex) as string,
  },
  records: context.getNodeParameter('records', itemIndex, [], { ensureType: 'array' }) as unknown[],
});

/** One request per page, in order: each page moves the cursor that the next page starts from. */
export const execute = perItem((context, itemIndex) => ({
  method: 'POST',
  path: '/ingestion/logins',
  body: bodyOf(context, itemIndex),
}));
