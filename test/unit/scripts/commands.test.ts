import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

test('When the README names a command, then the command bootstraps a new clone first', () => {
  const named = new Set(
    [...readFileSync('README.md', 'utf8').matchAll(/npm (?:run )?([a-z:]+)\b/g)]
      .map(([, name = '']) => name)
      .filter((name) => name in scripts),
  );

  expect([...named]).toEqual(expect.arrayContaining(['start', 'smoke', 'test:faults', 'bench:ingest']));
  expect([...named].filter((name) => scripts[`pre${name}`] !== 'node scripts/bootstrap.mjs')).toEqual([]);
});
