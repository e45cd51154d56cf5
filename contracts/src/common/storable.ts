/** MongoDB keeps a hundred levels; what is wrapped around a body needs some of them. */
const DEEPEST = 50;

/** MongoDB would keep U+FFFD in place of each half pair, so that nobody finds the text again by what they sent. */
const CUT = 'not well-formed Unicode (half of a surrogate pair)';

export interface Unstorable {
  field: string;
  message: string;
}

function wrongName(name: string): string | undefined {
  if (name.includes('\0')) return 'a NUL in the name';
  if (!name.isWellFormed()) return CUT;
  // The driver takes an object with this key for one of its own types.
  return name === '_bsontype' ? 'a name that MongoDB keeps for itself' : undefined;
}

/**
 * What no service can keep as it came, wherever in a JSON value it stands: a text or name that is not well-formed, a
 * name with a NUL or of MongoDB's own, levels without end. The first such place; undefined when there is none.
 */
export function unstorableIn(value: unknown, at = '', depth = 0): Unstorable | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : { field: at, message: CUT };
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > DEEPEST) return { field: at, message: `more than ${String(DEEPEST)} levels deep` };
  for (const [name, inner] of Object.entries(value)) {
    const field = at ? `${at}.${name}` : name;
    const message = wrongName(name);
    const found = message ? { field: field.toWellFormed(), message } : unstorableIn(inner, field, depth + 1);
    if (found) return found;
  }
  return undefined;
}
