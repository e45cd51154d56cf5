import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const decisions = readdirSync(join(root, 'docs/adr')).sort();
/** Made on each machine, so a paper may speak of them where they are not. */
const MADE = ['node_modules', 'dist', '.data', '.env'];
const papers = globSync('**/*.md', { cwd: root, exclude: (path) => MADE.some((name) => path.endsWith(name)) });

test('When a paper links to a file, then the file is there', () => {
  const links = papers.flatMap((paper) =>
    [...read(paper).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) => join(dirname(paper), target)),
  );

  expect(papers).toEqual(expect.arrayContaining(['README.md', 'docs/benchmarks.md', 'docs/guides/containers.md']));
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((target) => !existsSync(join(root, target)))).toEqual([]);
});

test('When a paper names a path of this repository, then it is there', () => {
  const named = papers.flatMap((paper) =>
    [...read(paper).matchAll(/`([\w-]+)(\/[\w./-]*)`/g)]
      .filter(([, folder = '', rest = '']) => existsSync(join(root, folder)) && !MADE.includes(rest.slice(1)))
      .map(([, folder, rest]) => `${paper}: ${folder}${rest}`),
  );

  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((line) => !existsSync(join(root, line.split(': ')[1]!)))).toEqual([]);
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
