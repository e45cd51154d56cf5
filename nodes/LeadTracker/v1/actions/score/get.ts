import type { OperationDescription } from '../../../../shared/operation';
import { pathId } from '../../../../shared/parameters';
import { leadIdField } from '../../fields';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Get',
  value: 'get',
  action: 'Get the score of a lead',
  description: 'Get the score of a lead and the latest entries of its ledger',
  fields: [leadIdField],
};

export const execute = perItem((context, itemIndex) => ({
  method: 'GET',
  path: `/leads/${pathId(context, itemIndex, 'lead_id')}/score`,
}));
