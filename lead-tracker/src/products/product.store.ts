import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { productModel, type ProductDocument } from './product.model';

export type ProductStore = ReturnType<typeof createProductStore>;

export function createProductStore(connection: Connection) {
  const products = productModel(connection);
  return {
    find: (company: string, productId: string, session: Session | null = null) =>
      products.findOne({ company_id: company, product_id: productId }, null, { session }).lean(),
    /** Product id → its configuration, of those that are configured. */
    findMany: async (session: Session, company: string, ids: readonly string[]) => {
      const found = await products
        .find({ company_id: company, product_id: { $in: [...new Set(ids)] } }, null, { session })
        .lean();
      return new Map(found.map((product) => [product.product_id, product]));
    },
    put: (session: Session, { _id, created_at, company_id, product_id, ...fields }: ProductDocument) =>
      products
        .findOneAndUpdate(
          { company_id, product_id },
          { $set: fields, $setOnInsert: { _id, created_at } },
          { session, upsert: true, returnDocument: 'after' },
        )
        .lean(),
  };
}
