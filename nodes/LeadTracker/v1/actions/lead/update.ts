import type { OperationDescription } from '../../../../shared/operation';
import { pathId } from '../../../../shared/parameters';
import { leadIdField } from '../../fields';
import { personOptions, toLeadFields } from '../../person-fields';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Update',
  value: 'update',
  action: 'Update a lead',
  description: 'Change the data of a lead; stage and score change through their own operations',
  fields: [
    leadIdField,
    {
      displayName: 'Update Fields',
      name: 'updateFields',
      type: 'collection',
      placeholder: 'Add Field',
      default: {},
      options: personOptions,
    },
  ],
};

export const execute = perItem((context, itemIndex) => ({
  method: 'PUT',
  path: `/leads/${pathId(context, itemIndex, 'lead_id')}`,
  body: toLeadFields(context.getNodeParameter('updateFields', itemIndex, {})),
}));
