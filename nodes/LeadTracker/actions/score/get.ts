import { toPathSegment } from 'n8n-workflow';
import type { OperationDescription } from '../../../shared/operation';
import { leadIdField } from '../../fields';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Get',
  value: 'get',
  action: 'Get the score of a lead',
  description: 'Get the score of a lead with the latest entries it is the sum of',
  fields: [leadIdField],
};

export const execute = perItem((context, itemIndex) => ({
  method: 'GET',
  path: `/leads/${toPathSegment(context.getNodeParameter('lead_id', itemIndex))}/score`,
}));
