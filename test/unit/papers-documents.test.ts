import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const decisions = readdirSync(join(root, 'docs/adr')).sort();
const papers = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...decisions.map((name) => `docs/adr/${name}`),
];

test('When a paper links to a file, then the file is there', () => {
  const links = papers.flatMap((paper) =>
    [...read(paper).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => join(dirname(paper), target)),
  );

  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((target) => !existsSync(join(root, target)))).toEqual([]);
});

test('When a decision is recorded, then it has the next number, a context, a decision and consequences', () => {
  decisions.forEach((name, index) => {
    const number = index + 1;
    expect(name).toMatch(new RegExp(`^${String(number).padStart(4, '0')}-[a-z0-9-]+\\.md$`));
    expect(read(`docs/adr/${name}`)).toMatch(
      new RegExp(`^# ${number}\\. .+\n\n## Context\n[^]+\n## Decision\n[^]+\n## Consequences\n`),
    );
  });
});

test('When a word is in the glossary, then once, with a meaning and with the words to avoid', () => {
  const entries = read('CONTEXT.md').match(/^\*\*.+$(?:\n.+)*/gm) ?? [];
  const words = entries.map((entry) => /^\*\*(.+)\*\*:/.exec(entry)?.[1]);

  expect(entries.filter((entry) => !/^\*\*.+\*\*:\n.+\.\n_Avoid_: .+$/.test(entry))).toEqual([]);
  expect(new Set(words).size).toBe(words.length);
});
