import type { OperationDescription } from '../../../../shared/operation';
import { pathId } from '../../../../shared/parameters';
import { productIdField } from '../../fields';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Get',
  value: 'get',
  action: 'Get a product',
  description: "Get a product's sequences, scoring rules and conversion goals",
  fields: [productIdField],
};

export const execute = perItem((context, itemIndex) => ({
  method: 'GET',
  path: `/products/${pathId(context, itemIndex, 'product_id')}`,
}));
