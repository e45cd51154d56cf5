import type { OperationDescription } from '../../../../shared/operation';
import { pathId } from '../../../../shared/parameters';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Get Status',
  value: 'getStatus',
  action: 'Get the status of a message',
  description: 'Get the current status of a message and its history',
  fields: [
    {
      displayName: 'Message ID',
      name: 'message_id',
      type: 'string',
      required: true,
      default: '={{ $json.data.message_id }}',
      description: 'ID of the message, as Send and the trigger put it out',
    },
  ],
};

export const execute = perItem((context, itemIndex) => ({
  method: 'GET',
  path: `/messages/${pathId(context, itemIndex, 'message_id')}/status`,
}));
