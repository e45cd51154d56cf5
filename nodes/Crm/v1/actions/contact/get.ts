import { doneItem, forEachItem } from '../../../../shared/execute';
import type { Operation, OperationDescription } from '../../../../shared/operation';
import { pathId } from '../../../../shared/parameters';
import { paths } from '../../dialects/sandbox';
import { callCrm } from '../../transport';

export const description: OperationDescription = {
  name: 'Get',
  value: 'get',
  action: 'Get a contact',
  description: 'Get a contact with all fields of the CRM',
  fields: [
    {
      displayName: 'Contact ID',
      name: 'contact_id',
      type: 'string',
      required: true,
      default: '',
      description: 'The ID of the contact within the CRM',
    },
  ],
};

export const execute: Operation['execute'] = (context) =>
  forEachItem(context, async (_, itemIndex) => {
    const path = `${paths.contacts}/${pathId(context, itemIndex, 'contact_id')}`;
    return [doneItem(await callCrm(context, { method: 'GET', path }), itemIndex)];
  });
