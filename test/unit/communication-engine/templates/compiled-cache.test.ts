import { createCompiledCache } from '@lead-nurturing/communication-engine/templates/compiled-cache';

function aCache(limits: { entries: number; bytes: number }) {
  const compiled: string[] = [];
  const cache = createCompiledCache(limits, (key) => {
    compiled.push(key);
    return { compiled: key.toUpperCase(), bytes: key.length };
  });
  return { get: cache.get, compiled };
}

test('When a source is used again, then it is not compiled again', () => {
  const { get, compiled } = aCache({ entries: 2, bytes: 100 });
  expect([get('a'), get('a')]).toEqual(['A', 'A']);
  expect(compiled).toEqual(['a']);
});

test('When there are too many entries, then the least recently used one is dropped', () => {
  const { get, compiled } = aCache({ entries: 2, bytes: 100 });
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) get(key);
  expect(compiled).toEqual(['a', 'b', 'c', 'b']);
});

test('When the entries are too large together, then old ones are dropped, but never the newest', () => {
  const { get, compiled } = aCache({ entries: 10, bytes: 5 });
  for (const key of ['aa', 'bb', 'cc', 'bb', 'a long one', 'a long one', 'cc']) get(key);
  expect(compiled).toEqual(['aa', 'bb', 'cc', 'a long one', 'cc']);
});
