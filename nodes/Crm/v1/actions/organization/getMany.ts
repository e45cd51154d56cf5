import type { Operation, OperationDescription } from '../../../../shared/operation';
import { paths } from '../../dialects/sandbox';
import { manyFields, readMany } from '../../get-many';

export const description: OperationDescription = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many organizations',
  description: 'Get many organizations with all fields of the CRM',
  fields: manyFields,
};

export const execute: Operation['execute'] = (context) => readMany(context, paths.organizations);
