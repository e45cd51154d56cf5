import { getMany, manyFields } from '../../../../shared/get-many';
import type { OperationDescription } from '../../../../shared/operation';
import { paths } from '../../dialects/sandbox';
import { pagesOf } from '../../transport';

export const description: OperationDescription = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many organizations',
  description: 'Get many organizations with all fields of the CRM',
  fields: manyFields,
};

export const execute = getMany(pagesOf(paths.organizations));
