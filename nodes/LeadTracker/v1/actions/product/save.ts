import type { IExecuteFunctions } from 'n8n-workflow';
import { given } from '../../../../shared/json';
import type { OperationDescription } from '../../../../shared/operation';
import { fromJson, pathId } from '../../../../shared/parameters';
import { productIdField } from '../../fields';
import { perItem } from '../../transport';

const points = { type: 'number', default: 0, typeOptions: { minValue: 0 } } as const;

export const description: OperationDescription = {
  name: 'Save',
  value: 'save',
  action: 'Save a product',
  description:
    'Create a product or replace its configuration; enrolled leads keep the version of the sequence they started with',
  fields: [
    productIdField,
    { displayName: 'Name', name: 'name', type: 'string', required: true, default: '' },
    {
      displayName: 'Nurturing Sequences',
      name: 'nurturing_sequences',
      type: 'json',
      default: '[]',
      description:
        'JSON list with one entry per stage: [{"stage": "User", "messages": [{"delay_hours": 1, "channel": "email", "template_id": "welcome"}]}]',
    },
    {
      displayName: 'Scoring Rules',
      name: 'scoring_rules',
      type: 'collection',
      placeholder: 'Add Rule',
      default: {},
      options: [
        { displayName: 'Email Engagement Multiplier', name: 'email_engagement_multiplier', ...points },
        { displayName: 'Engaged Threshold', name: 'engaged_threshold', ...points },
        { displayName: 'Login Points', name: 'login_points', ...points },
        { displayName: 'Qualification Threshold', name: 'qualification_threshold', ...points },
      ],
    },
    {
      displayName: 'Additional Fields',
      name: 'additionalFields',
      type: 'collection',
      placeholder: 'Add Field',
      default: {},
      options: [
        {
          displayName: 'Conversion Goals',
          name: 'conversion_goals',
          type: 'json',
          default: '[]',
          description: 'JSON list of the conversion goals that make a lead a customer, e.g. ["subscription_started"]',
        },
      ],
    },
  ],
};

const bodyOf = (context: IExecuteFunctions, itemIndex: number): object => {
  const additional = context.getNodeParameter('additionalFields', itemIndex, {});
  return {
    name: context.getNodeParameter('name', itemIndex) as string,
    nurturing_sequences: context.getNodeParameter('nurturing_sequences', itemIndex, [], { ensureType: 'array' }),
    scoring_rules: context.getNodeParameter('scoring_rules', itemIndex, {}),
    ...given({ conversion_goals: fromJson('conversion_goals', additional.conversion_goals) }),
  };
};

export const execute = perItem((context, itemIndex) => ({
  method: 'PUT',
  path: `/products/${pathId(context, itemIndex, 'product_id')}`,
  body: bodyOf(context, itemIndex),
}));
