import type { OperationDescription } from '../../../../shared/operation';
import { pathId } from '../../../../shared/parameters';
import { leadIdField } from '../../fields';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Get',
  value: 'get',
  action: 'Get a lead',
  description: 'Get a lead with its stage, its score and the data of its person',
  fields: [leadIdField],
};

export const execute = perItem((context, itemIndex) => ({
  method: 'GET',
  path: `/leads/${pathId(context, itemIndex, 'lead_id')}`,
}));
