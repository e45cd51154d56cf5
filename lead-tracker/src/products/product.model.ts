import { z } from 'zod';
import { Product } from '@lead-nurturing/contracts/products/product';
import { defineModel } from '@lead-nurturing/service-kit/mongo/model';

/** A product's configuration. Its sequences are documents of their own, one for each version. */
export const ProductDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  product_id: z.string(),
  name: z.string(),
  scoring_rules: Product.shape.scoring_rules,
  conversion_goals: z.array(z.string()),
  created_at: z.date(),
  updated_at: z.date(),
});
export type ProductDocument = z.infer<typeof ProductDocument>;

export const productModel = defineModel('products', ProductDocument, [
  [{ company_id: 1, product_id: 1 }, { unique: true }],
]);
