import { toPathSegment } from 'n8n-workflow';
import type { OperationDescription } from '../../../shared/operation';
import { leadIdField } from '../../fields';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Get',
  value: 'get',
  action: 'Get a lead',
  description: 'Get a lead with its stage, score and what is known of the person',
  fields: [leadIdField],
};

export const execute = perItem((context, itemIndex) => ({
  method: 'GET',
  path: `/leads/${toPathSegment(context.getNodeParameter('lead_id', itemIndex))}`,
}));
