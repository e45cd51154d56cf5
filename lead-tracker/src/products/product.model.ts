import { Schema, type Connection } from 'mongoose';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';
import type { ScoringRules } from '../scores/score';

/** A product's configuration; its sequences are documents of their own, with versions. */
export interface ProductDocument {
  _id: string;
  company_id: string;
  product_id: string;
  name: string;
  scoring_rules: ScoringRules;
  conversion_goals: string[];
  created_at: Date;
  updated_at: Date;
}

const text = { type: String, required: true } as const;
const time = { type: Date, required: true } as const;

const schema = defineSchema<ProductDocument>(
  {
    _id: text,
    company_id: text,
    product_id: text,
    name: text,
    scoring_rules: { type: Schema.Types.Mixed, required: true },
    conversion_goals: { type: [String], required: true },
    created_at: time,
    updated_at: time,
  },
  [[{ company_id: 1, product_id: 1 }, { unique: true }]],
);

export const productModel = (connection: Connection) =>
  connection.model<ProductDocument>('Product', schema, 'products');
