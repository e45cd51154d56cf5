/** MongoDB stores at most 100 levels; the document around a request body needs some of them. */
const MAX_DEPTH = 50;

const MALFORMED = 'not well-formed Unicode (half of a surrogate pair)';

/**
 * Names that the libraries between a request and its document do not treat as data: zod and Mongoose drop `__proto__`,
 * `constructor` and `prototype`; MongoDB's driver returns arrays under any name of JavaScript's `Object.prototype` as raw
 * bytes and reads `_bsontype` as one of its own types; the others mark Mongoose's documents, buffers and maps.
 */
const RESERVED = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
  '_bsontype',
  '$__',
  'isMongooseBuffer',
  '$isMongooseMap',
]);

/** A place in a JSON value that cannot be stored unchanged: its dotted path, and why. */
export interface Unstorable {
  field: string;
  message: string;
}

function wrongName(name: string, siblings: object): string | undefined {
  if (name.includes('\0')) return 'a NUL in the name';
  if (!name.isWellFormed()) return MALFORMED;
  if (RESERVED.has(name)) return 'a reserved name';
  // The driver reads an object with both names as a DBRef, which no response could hold.
  if (name === '$ref' && '$id' in siblings) return 'a reserved name beside `$id`';
  return undefined;
}

function wrongValue(value: unknown, depth: number): string | undefined {
  // MongoDB would store U+FFFD in place of each half pair, and the text could not be found again.
  if (typeof value === 'string' && !value.isWellFormed()) return MALFORMED;
  // JSON has no infinity: a number beyond the range of a double is parsed as one and would be answered as null.
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number beyond the range of a double';
  if (typeof value === 'object' && value !== null && depth > MAX_DEPTH)
    return `more than ${String(MAX_DEPTH)} levels deep`;
  return undefined;
}

/**
 * The first place in a parsed JSON value that MongoDB would not store and return unchanged: text or a name that is not
 * well-formed Unicode, a name with NUL, a reserved name, a DBRef, an infinite number, more than {@link MAX_DEPTH} levels.
 * Undefined when the whole value can be stored.
 */
export function unstorableIn(value: unknown, at = '', depth = 0): Unstorable | undefined {
  const wrong = wrongValue(value, depth);
  if (wrong) return { field: at, message: wrong };
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const field = at ? `${at}.${name}` : name;
    const message = wrongName(name, value);
    const found = message ? { field: field.toWellFormed(), message } : unstorableIn(inner, field, depth + 1);
    if (found) return found;
  }
  return undefined;
}
