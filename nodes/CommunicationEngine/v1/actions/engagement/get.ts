import type { OperationDescription } from '../../../../shared/operation';
import { pathId } from '../../../../shared/parameters';
import { leadIdField } from '../../fields';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Get',
  value: 'get',
  action: 'Get the engagement of a lead',
  description: 'Get what a lead did with its messages, by channel',
  fields: [leadIdField],
};

export const execute = perItem((context, itemIndex) => ({
  method: 'GET',
  path: `/engagement/${pathId(context, itemIndex, 'lead_id')}`,
}));
