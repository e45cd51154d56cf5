import type { CreateLead } from '@lead-nurturing/contracts/leads/lead';
import type { IExecuteFunctions } from 'n8n-workflow';
import { given, type Given } from '../../../../shared/json';
import type { OperationDescription } from '../../../../shared/operation';
import { optionalIdempotencyKeyField, productIdField } from '../../fields';
import { personOptions, toLeadFields, type PersonCollection } from '../../person-fields';
import { inBulk } from '../../transport';

export const description: OperationDescription = {
  name: 'Create or Merge',
  value: 'createOrMerge',
  action: 'Create or merge leads',
  description: 'Create a lead, or merge the data into the lead that this person already has for the product',
  fields: [
    productIdField,
    {
      displayName: 'Identify the person by CRM User ID, email or phone. One of them is enough.',
      name: 'identityNotice',
      type: 'notice',
      default: '',
    },
    { displayName: 'Email', name: 'email', type: 'string', placeholder: 'name@email.com', default: '' },
    { displayName: 'CRM User ID', name: 'crm_user_id', type: 'string', default: '' },
    {
      displayName: 'Source',
      name: 'source',
      type: 'string',
      required: true,
      default: 'n8n',
      description: 'The system the record comes from; a CRM user ID is unique within it',
    },
    optionalIdempotencyKeyField,
    {
      displayName: 'Additional Fields',
      name: 'additionalFields',
      type: 'collection',
      placeholder: 'Add Field',
      default: {},
      options: personOptions.filter(({ name }) => name !== 'email'),
    },
  ],
};

function bodyOf(context: IExecuteFunctions, itemIndex: number): Given<CreateLead> {
  const additional = context.getNodeParameter('additionalFields', itemIndex, {}) as Omit<PersonCollection, 'email'>;
  return {
    product_id: context.getNodeParameter('product_id', itemIndex) as string,
    source: context.getNodeParameter('source', itemIndex) as string,
    ...given({
      crm_user_id: context.getNodeParameter('crm_user_id', itemIndex, '') as string,
      idempotency_key: context.getNodeParameter('idempotency_key', itemIndex, '') as string,
    }),
    ...toLeadFields({ ...additional, email: context.getNodeParameter('email', itemIndex, '') as string }),
  };
}

export const execute = inBulk('/leads/bulk', bodyOf);
