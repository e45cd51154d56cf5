import type { OperationDescription } from '../../../../shared/operation';
import { pathId } from '../../../../shared/parameters';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Get Status',
  value: 'getStatus',
  action: 'Get the status of a message',
  description: 'Get where a message stands and every status it has had',
  fields: [
    {
      displayName: 'Message ID',
      name: 'message_id',
      type: 'string',
      required: true,
      default: '={{ $json.data.message_id }}',
      description: 'The message, as Send and the trigger give it',
    },
  ],
};

export const execute = perItem((context, itemIndex) => ({
  method: 'GET',
  path: `/messages/${pathId(context, itemIndex, 'message_id')}/status`,
}));
