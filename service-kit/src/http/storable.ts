import { ValidationError } from '../errors';

/** MongoDB keeps a hundred levels; what we wrap around a body needs some of them. */
const DEEPEST = 50;

/** 422 for what MongoDB cannot keep, wherever it stands: a NUL in a name, or levels without end. */
export function refuseUnstorable(value: unknown, at = '', depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > DEEPEST) throw new ValidationError([{ field: at, message: `more than ${String(DEEPEST)} levels deep` }]);
  for (const [key, inner] of Object.entries(value)) {
    const field = at ? `${at}.${key}` : key;
    if (key.includes('\0')) throw new ValidationError([{ field, message: 'a NUL in the name' }]);
    refuseUnstorable(inner, field, depth + 1);
  }
}
