import type { Kit } from '@lead-nurturing/service-kit/kit';
import type { Module } from '@lead-nurturing/service-kit/module';
import type { SequenceStore } from '../sequences/sequence.store';
import { productRoutes } from './product.routes';
import { createProductService } from './product.service';
import { createProductStore, type ProductStore } from './product.store';

/** Products: their scoring rules, conversion goals and sequences. */
export function createProducts(kit: Kit, { sequences }: { sequences: SequenceStore }): Module<ProductStore> {
  const products = createProductStore(kit.connection);
  return {
    service: products,
    routes: productRoutes(createProductService({ ...kit, products, sequences })),
    workers: [],
  };
}
