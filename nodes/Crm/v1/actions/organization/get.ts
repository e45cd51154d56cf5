import { doneItem, forEachItem } from '../../../../shared/execute';
import type { Operation, OperationDescription } from '../../../../shared/operation';
import { pathId } from '../../../../shared/parameters';
import { paths } from '../../dialects/sandbox';
import { callCrm } from '../../transport';

export const description: OperationDescription = {
  name: 'Get',
  value: 'get',
  action: 'Get an organization',
  description: 'Get an organization with all fields of the CRM',
  fields: [
    {
      displayName: 'Organization ID',
      name: 'organization_id',
      type: 'string',
      required: true,
      default: '',
      description: 'The ID of the organization within the CRM',
    },
  ],
};

export const execute: Operation['execute'] = (context) =>
  forEachItem(context, async (_, itemIndex) => {
    const path = `${paths.organizations}/${pathId(context, itemIndex, 'organization_id')}`;
    return [doneItem(await callCrm(context, { method: 'GET', path }), itemIndex)];
  });
