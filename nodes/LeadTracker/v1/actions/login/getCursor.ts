import type { OperationDescription } from '../../../../shared/operation';
import { pathId } from '../../../../shared/parameters';
import { sourceField } from '../../fields';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Get Cursor',
  value: 'getCursor',
  action: 'Get the cursor of a source',
  description: 'Get the cursor up to which the logins of a source are ingested',
  fields: [sourceField],
};

export const execute = perItem((context, itemIndex) => ({
  method: 'GET',
  path: `/ingestion/cursors/${pathId(context, itemIndex, 'source')}`,
}));
