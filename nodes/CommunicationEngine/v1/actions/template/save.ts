import type { Channel } from '@lead-nurturing/contracts/common/channel';
import type { IExecuteFunctions } from 'n8n-workflow';
import { given } from '../../../../shared/json';
import type { OperationDescription } from '../../../../shared/operation';
import { fromJson } from '../../../../shared/parameters';
import { channelField } from '../../fields';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Save',
  value: 'save',
  action: 'Save a template',
  description: 'Create a template or a new version of it; accepted messages keep their version',
  fields: [
    {
      displayName: 'Template ID',
      name: 'template_id',
      type: 'string',
      required: true,
      default: '',
      placeholder: 'e.g. welcome',
      description: 'Letters, digits, hyphens and underscores',
    },
    { displayName: 'Name', name: 'name', type: 'string', required: true, default: '' },
    channelField,
    {
      displayName: 'Subject',
      name: 'subject',
      type: 'string',
      default: '',
      displayOptions: { show: { channel: ['email'] } },
      placeholder: 'e.g. Welcome, {{ lead.name }}',
    },
    {
      displayName: 'Text',
      name: 'text',
      type: 'string',
      typeOptions: { rows: 6 },
      default: '',
      placeholder: 'e.g. Hello {{ lead.name }}',
      description: 'Liquid template with the variables lead, product and unsubscribe_url. Enter text, HTML or both.',
    },
    {
      displayName: 'HTML',
      name: 'html',
      type: 'string',
      typeOptions: { rows: 6 },
      default: '',
      displayOptions: { show: { channel: ['email'] } },
    },
    {
      displayName: 'Additional Fields',
      name: 'additionalFields',
      type: 'collection',
      placeholder: 'Add Field',
      default: {},
      options: [
        {
          displayName: 'Defaults',
          name: 'defaults',
          type: 'json',
          default: '{}',
          description: 'JSON with values for variables that a message does not set',
        },
      ],
    },
  ],
};

const bodyOf = (context: IExecuteFunctions, itemIndex: number): object => {
  const additional = context.getNodeParameter('additionalFields', itemIndex, {});
  return {
    template_id: context.getNodeParameter('template_id', itemIndex) as string,
    channel: context.getNodeParameter('channel', itemIndex) as Channel,
    name: context.getNodeParameter('name', itemIndex) as string,
    ...given({
      subject: context.getNodeParameter('subject', itemIndex, '') as string,
      text: context.getNodeParameter('text', itemIndex, '') as string,
      html: context.getNodeParameter('html', itemIndex, '') as string,
      defaults: fromJson('defaults', additional.defaults),
    }),
  };
};

export const execute = perItem((context, itemIndex) => ({
  method: 'POST',
  path: '/templates',
  body: bodyOf(context, itemIndex),
}));
