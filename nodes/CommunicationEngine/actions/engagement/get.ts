import { toPathSegment } from 'n8n-workflow';
import type { OperationDescription } from '../../../shared/operation';
import { leadIdField } from '../../fields';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Get',
  value: 'get',
  action: 'Get the engagement of a lead',
  description: 'Get what a lead did with our messages, by channel',
  fields: [leadIdField],
};

export const execute = perItem((context, itemIndex) => ({
  method: 'GET',
  path: `/engagement/${toPathSegment(context.getNodeParameter('lead_id', itemIndex))}`,
}));
