import { Schema, type Connection, type IndexDefinition, type IndexOptions, type Model } from 'mongoose';
import { z } from 'zod';

/** One index of a collection. A unique index is the only place where uniqueness is decided. */
export type Index = [IndexDefinition, IndexOptions?];

/** Objects, lists of objects and unions are stored as they are. */
const { Mixed } = Schema.Types;

function storedType(field: unknown) {
  if (field instanceof z.ZodString || field instanceof z.ZodEnum) return String;
  if (field instanceof z.ZodNumber) return Number;
  if (field instanceof z.ZodBoolean) return Boolean;
  return field instanceof z.ZodDate ? Date : Mixed;
}

interface StorageRule {
  type: unknown;
  required?: boolean;
  default?: unknown;
}

/** The storage rule of a field. A nullable field that is left out is stored as null, an optional one is not stored. */
function storageRule(field: unknown): StorageRule {
  if (field instanceof z.ZodNullable) return { type: storageRule(field.unwrap()).type, default: null };
  if (field instanceof z.ZodOptional) return { type: storageRule(field.unwrap()).type };
  if (field instanceof z.ZodDefault) return { type: storageRule(field.unwrap()).type, default: field.def.defaultValue };
  if (!(field instanceof z.ZodArray)) return { type: storedType(field), required: !(field instanceof z.ZodUnknown) };
  const element = storedType(field.element);
  return { type: element === Mixed ? Mixed : [element], required: true };
}

/**
 * Declares a collection once: the document's type and MongoDB's storage rules both come from `document`. Documents are
 * not parsed on their way in or out, so checks beyond a field's type (`min`, `regex`) have no effect here. A field that
 * the schema does not name is an error, in documents and in queries, so that a typing error never matches everything.
 * {@link buildIndexes} creates collection and indexes when the service starts.
 */
export function defineModel<Document extends z.ZodObject<{ _id: z.ZodString }>>(
  collection: string,
  document: Document,
  indexes: readonly Index[] = [],
): (connection: Connection) => Model<z.output<Document>> {
  const schema = new Schema<z.output<Document>>(undefined, {
    versionKey: false,
    strict: 'throw',
    strictQuery: 'throw',
    autoIndex: false,
    minimize: false,
  });
  // Field by field: TypeScript's checker runs out of memory when a generic definition is given to the constructor.
  for (const [name, field] of Object.entries(document.shape)) schema.path(name, storageRule(field));
  for (const [keys, options] of indexes) schema.index(keys, options);
  return (connection) => connection.model<z.output<Document>>(collection, schema, collection);
}
