import type { Channel } from '@lead-nurturing/contracts/common/channel';
import type { SendMessage } from '@lead-nurturing/contracts/messages/message';
import type { SequenceContext } from '@lead-nurturing/contracts/sequences/sequence';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { given } from '../../../../shared/json';
import type { OperationDescription } from '../../../../shared/operation';
import { fromJson } from '../../../../shared/parameters';
import { channelField, leadIdField } from '../../fields';
import { inBulk } from '../../transport';

export const description: OperationDescription = {
  name: 'Send',
  value: 'send',
  action: 'Send messages',
  description:
    'Accept messages for sending; each message is stored before the answer and sent within the rate limits. A message that cannot be rendered, e.g. because a variable is missing, is accepted with the status failed: see message.status.',
  fields: [
    leadIdField,
    {
      displayName: 'Product ID',
      name: 'product_id',
      type: 'string',
      required: true,
      default: '={{ $json.data.product_id }}',
      placeholder: 'e.g. acme-analytics',
    },
    channelField,
    {
      displayName: 'Template ID',
      name: 'template_id',
      type: 'string',
      required: true,
      default: '={{ $json.data.template_id }}',
      placeholder: 'e.g. welcome',
    },
    {
      displayName: 'Recipient',
      name: 'recipient',
      type: 'json',
      required: true,
      default: '={{ $json.data.recipient }}',
      description: 'JSON with email, phone and name; the email channel needs an email',
    },
    {
      displayName: 'Variables',
      name: 'variables',
      type: 'json',
      default: '={{ $json.data.variables }}',
      description: 'JSON with the variables of the template, e.g. {"lead": {"name": "Ada"}}',
    },
    {
      displayName: 'Idempotency Key',
      name: 'idempotency_key',
      type: 'string',
      required: true,
      default:
        "={{ $json.data?.sequence ? $json.data.sequence.enrollment_id + ':' + $json.data.sequence.step_number : $json.event_id }}",
      description:
        'Identifies the message: a second request with the same key sends nothing and gets the first answer. The default gives one message per step, or per domain event outside a sequence.',
    },
    {
      displayName: 'Additional Fields',
      name: 'additionalFields',
      type: 'collection',
      placeholder: 'Add Field',
      default: {},
      options: [
        { displayName: 'Person ID', name: 'person_id', type: 'string', default: '={{ $json.data.person_id }}' },
        {
          displayName: 'Sequence',
          name: 'sequence',
          type: 'json',
          default: '={{ $json.data.sequence }}',
          description:
            'JSON with the sequence and the step that the message belongs to, as the step.due event names them',
        },
      ],
    },
  ],
};

function bodyOf(context: IExecuteFunctions, itemIndex: number): object {
  const { person_id, sequence } = context.getNodeParameter('additionalFields', itemIndex, {}) as {
    person_id?: string;
    sequence?: string | SequenceContext;
  };
  return {
    lead_id: context.getNodeParameter('lead_id', itemIndex) as string,
    product_id: context.getNodeParameter('product_id', itemIndex) as string,
    channel: context.getNodeParameter('channel', itemIndex) as Channel,
    template_id: context.getNodeParameter('template_id', itemIndex) as string,
    recipient: given(recipientOf(context, itemIndex)),
    variables: context.getNodeParameter('variables', itemIndex, {}, { ensureType: 'object' }) as IDataObject,
    idempotency_key: context.getNodeParameter('idempotency_key', itemIndex) as string,
    ...given({ person_id, sequence: fromJson('sequence', sequence) }),
  };
}

const recipientOf = (context: IExecuteFunctions, itemIndex: number) =>
  context.getNodeParameter('recipient', itemIndex, {}, { ensureType: 'object' }) as SendMessage['recipient'];

export const execute = inBulk('/messages/send/bulk', bodyOf);
