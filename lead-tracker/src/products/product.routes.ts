import { Product, ProductParams, PutProduct } from '@lead-nurturing/contracts/products/product';
import { defineRoute, type Route } from '@lead-nurturing/service-kit/http/route';
import type { Products } from './product.service';

export const productRoutes = (products: Products): Route[] => [
  defineRoute({
    method: 'put',
    path: '/products/:id',
    operationId: 'putProduct',
    summary: 'Configure a product: scoring, conversion goals, sequences',
    scope: 'products:write',
    params: ProductParams,
    body: PutProduct,
    response: Product,
    fails: [],
    handle: ({ company, params, body }) => products.put(company, params.id, body),
  }),
  defineRoute({
    method: 'get',
    path: '/products/:id',
    operationId: 'getProduct',
    summary: 'Get a product and its current sequences',
    scope: 'products:read',
    params: ProductParams,
    response: Product,
    handle: ({ company, params }) => products.get(company, params.id),
  }),
];
