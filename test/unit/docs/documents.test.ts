import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const decisions = readdirSync(join(root, 'docs/adr')).sort();
/** Created at run time, so a document may name one of these although the repository does not contain it. */
const CREATED = ['node_modules', 'dist', '.data', '.env'];
const documents = globSync('**/*.md', { cwd: root, exclude: (path) => CREATED.some((name) => path.endsWith(name)) });

test('When a document links to a file, then the file exists', () => {
  const links = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target = '']) =>
      join(dirname(document), target),
    ),
  );

  expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/benchmarks.md', 'docs/guides/containers.md']));
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((target) => !existsSync(join(root, target)))).toEqual([]);
});

test('When a document names a path of this repository, then the path exists', () => {
  const named = documents.flatMap((document) =>
    [...read(document).matchAll(/`([\w-]+)(\/[\w./-]*)`/g)]
      .filter(([, folder = '', rest = '']) => existsSync(join(root, folder)) && !CREATED.includes(rest.slice(1)))
      .map(([, folder, rest]) => `${document}: ${folder}${rest}`),
  );

  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((line) => !existsSync(join(root, line.split(': ')[1]!)))).toEqual([]);
});

test('When a decision is recorded, then it has the next number, context, decision and consequences', () => {
  decisions.forEach((name, index) => {
    const number = index + 1;
    expect(name).toMatch(new RegExp(`^${String(number).padStart(4, '0')}-[a-z0-9-]+\\.md$`));
    expect(read(`docs/adr/${name}`)).toMatch(
      new RegExp(
        `^# ${number}\\. .+\n\n(?:Supersede[sd] .+\n\n)?## Context\n[^]+\n## Decision\n[^]+\n## Consequences\n`,
      ),
    );
  });
});

test('When a term is in the glossary, then it has one entry with a definition and terms to avoid', () => {
  const entries = read('CONTEXT.md').match(/^\*\*.+$(?:\n.+)*/gm) ?? [];
  const terms = entries.map((entry) => /^\*\*(.+)\*\*:/.exec(entry)?.[1]);

  expect(entries.filter((entry) => !/^\*\*.+\*\*:\n.+\.\n_Avoid_: .+$/.test(entry))).toEqual([]);
  expect(new Set(terms).size).toBe(terms.length);
});
