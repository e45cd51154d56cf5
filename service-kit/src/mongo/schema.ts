import { Schema, type IndexDefinition, type IndexOptions, type SchemaDefinition } from 'mongoose';

/** One index of a collection; a unique one is the only place where uniqueness is decided. */
export type Index = [IndexDefinition, IndexOptions?];

/**
 * A collection's storage rules. Unknown fields throw, in documents and in queries: a typo is never "matches all".
 * Indexes are built once at start by {@link buildIndexes}, not by whoever asks first.
 */
export function defineSchema<Document extends { _id: string }>(
  fields: SchemaDefinition<Document>,
  indexes: readonly Index[] = [],
): Schema<Document> {
  const schema = new Schema<Document>(fields, {
    versionKey: false,
    strict: 'throw',
    strictQuery: 'throw',
    autoIndex: false,
    minimize: false,
  });
  for (const [keys, options] of indexes) schema.index(keys, options);
  return schema;
}
