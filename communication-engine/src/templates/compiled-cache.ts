interface Limits {
  entries: number;
  /** Sum over the entries. The newest entry is kept even if it alone is larger. */
  bytes: number;
}

/** Keeps the results of `compile` by key. Beyond a limit, the least recently used entries are dropped. */
export function createCompiledCache<Compiled>(
  limits: Limits,
  compile: (key: string) => { compiled: Compiled; bytes: number },
) {
  /** In the order of use: a Map iterates in the order of insertion, and a used entry is inserted again. */
  const cached = new Map<string, { compiled: Compiled; bytes: number }>();
  let bytes = 0;

  const remove = (key: string) => {
    bytes -= cached.get(key)?.bytes ?? 0;
    cached.delete(key);
  };

  return {
    get: (key: string): Compiled => {
      const entry = cached.get(key) ?? compile(key);
      remove(key);
      cached.set(key, entry);
      bytes += entry.bytes;
      for (const oldest of cached.keys()) {
        if (cached.size === 1 || (cached.size <= limits.entries && bytes <= limits.bytes)) break;
        remove(oldest);
      }
      return entry.compiled;
    },
  };
}
