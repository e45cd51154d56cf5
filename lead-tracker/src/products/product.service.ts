import { isDeepStrictEqual } from 'node:util';
import type { Product, PutProduct } from '@lead-nurturing/contracts/products/product';
import { NotFoundError } from '@lead-nurturing/service-kit/errors';
import type { InTransaction, Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { compileSteps, renderSequence, sequenceCode } from '../sequences/compile';
import type { SequenceDocument } from '../sequences/sequence.model';
import type { SequenceStore } from '../sequences/sequence.store';
import type { ProductDocument } from './product.model';
import type { ProductStore } from './product.store';
import { completeRules } from './rules';

export type Products = ReturnType<typeof createProductService>;

interface ProductsDeps {
  products: ProductStore;
  sequences: SequenceStore;
  inTransaction: InTransaction;
  clock: Clock;
  newId: () => string;
}

function toProduct(product: ProductDocument, sequences: readonly SequenceDocument[]): Product {
  return {
    product_id: product.product_id,
    name: product.name,
    nurturing_sequences: sequences.filter(({ status }) => status === 'active').map(renderSequence),
    scoring_rules: product.scoring_rules,
    conversion_goals: product.conversion_goals,
    created_at: product.created_at.toISOString(),
    updated_at: product.updated_at.toISOString(),
  };
}

export function createProductService({ products, sequences, inTransaction, clock, newId }: ProductsDeps) {
  /** A changed sequence becomes a new version, a removed one is retired. Enrolled leads stay on their version. */
  const saveSequences = async (
    session: Session,
    company: string,
    productId: string,
    wanted: PutProduct['nurturing_sequences'],
  ) => {
    const existing = await sequences.ofProduct(company, productId, session);
    const codes = new Set(wanted.map(({ stage }) => sequenceCode(productId, stage)));
    const dropped = existing.filter(({ code, status }) => status === 'active' && !codes.has(code));
    for (const { code } of dropped) await sequences.retire(session, company, code);
    for (const { stage, messages } of wanted) {
      const code = sequenceCode(productId, stage);
      const versions = existing.filter((sequence) => sequence.code === code);
      const current = versions.find(({ status }) => status === 'active');
      const steps = compileSteps(messages);
      if (current && isDeepStrictEqual(current.steps, steps)) continue;
      await sequences.retire(session, company, code);
      const version = (versions.at(-1)?.version ?? 0) + 1;
      const shared = { company_id: company, product_id: productId, code, stage, version, steps };
      await sequences.insert(session, { _id: newId(), ...shared, status: 'active', created_at: clock.now() });
    }
  };

  return {
    put: (
      company: string,
      productId: string,
      { name, scoring_rules, conversion_goals, nurturing_sequences }: PutProduct,
    ) =>
      inTransaction(async (session) => {
        const now = clock.now();
        const product = await products.put(session, {
          _id: newId(),
          company_id: company,
          product_id: productId,
          name,
          scoring_rules: completeRules(scoring_rules),
          conversion_goals,
          created_at: now,
          updated_at: now,
        });
        await saveSequences(session, company, productId, nurturing_sequences);
        return toProduct(product, await sequences.ofProduct(company, productId, session));
      }),
    get: async (company: string, productId: string): Promise<Product> => {
      const product = await products.find(company, productId);
      if (!product) throw new NotFoundError('product', productId);
      return toProduct(product, await sequences.ofProduct(company, productId));
    },
  };
}
