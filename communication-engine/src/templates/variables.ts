export type Variables = Record<string, unknown>;

const isObject = (value: unknown): value is Variables =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Merges objects key by key, `given` first; a list or plain value replaces the default as a whole. */
export function withDefaults(defaults: Variables, given: Variables): Variables {
  const keys = new Set([...Object.keys(defaults), ...Object.keys(given)]);
  // An assignment to the key `__proto__` would change the prototype; fromEntries makes an own property.
  return Object.fromEntries([...keys].map((key) => [key, merged(defaults, given, key)]));
}

function merged(defaults: Variables, given: Variables, key: string): unknown {
  if (!Object.hasOwn(given, key)) return defaults[key];
  const [fallback, value] = [Object.hasOwn(defaults, key) ? defaults[key] : undefined, given[key]];
  return isObject(fallback) && isObject(value) ? withDefaults(fallback, value) : value;
}
