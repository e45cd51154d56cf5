import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';

// Prints how large the source and the tests are: an observation for reviews, not a limit (see CONTRIBUTING.md).
const LISTED = 10;

interface Size {
  name: string;
  lines: number;
}

const isTest = (path: string): boolean => path.startsWith('test/');

const linesOf = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

const longest = (sizes: readonly Size[]): Size[] => [...sizes].sort((a, b) => b.lines - a.lines).slice(0, LISTED);

function median(sizes: readonly Size[]): number {
  const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Names a function by its own name or by the variable or property that holds it. */
function nameOf(node: ts.SignatureDeclaration, source: ts.SourceFile): string {
  if (node.name) return node.name.getText(source);
  const { parent } = node;
  const named = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent);
  return named ? parent.name.getText(source) : 'anonymous';
}

/** Lists the functions of a file with their lines, not counting the lines of the functions inside them. */
function functionsOf(path: string, text: string): Size[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Size[] = [];
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line;

  /** Returns the lines that the functions below the node take away from the function around it. */
  function visit(node: ts.Node): number {
    let inner = 0;
    ts.forEachChild(node, (child) => {
      inner += visit(child);
    });
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return inner;
    const first = lineAt(node.getStart(source));
    const lines = lineAt(node.getEnd()) - first + 1;
    found.push({ name: `${path}:${first + 1} ${nameOf(node, source)}`, lines: lines - inner });
    return Math.max(lines - 2, 0);
  }
  visit(source);
  return found;
}

function print(title: string, paths: readonly string[]): void {
  const texts = paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  const files = texts.map(({ path, text }) => ({ name: path, lines: linesOf(text) }));
  const functions = texts.flatMap(({ path, text }) => functionsOf(path, text));
  const total = files.reduce((sum, { lines }) => sum + lines, 0);
  console.log(`${title}: ${total} lines in ${files.length} files, median ${median(files)}`);
  console.log(`  functions: ${functions.length}, median ${median(functions)} own lines`);
  for (const [what, sizes] of Object.entries({ files, functions })) {
    console.log(`  longest ${what}`);
    for (const { name, lines } of longest(sizes)) console.log(`    ${String(lines).padStart(5)}  ${name}`);
  }
}

const tracked = execFileSync('git', ['ls-files', '*.ts', '*.mts', '*.mjs', '*.cjs', '*.js'], { encoding: 'utf8' });
const paths = tracked.trim().split('\n');
print(
  'Source',
  paths.filter((path) => !isTest(path)),
);
print('Tests', paths.filter(isTest));
