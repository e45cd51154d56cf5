import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** Runs in a process of its own, because jest cannot load ESLint, which the scanner imports. */
const SCAN = `
  const { analyzePackage, SOURCE_FILE_PATTERNS } = await import('@n8n/scan-community-package/scanner/scanner.mjs');
  console.log(JSON.stringify(await analyzePackage(process.cwd(), SOURCE_FILE_PATTERNS)));
`;

test("n8n's package scanner finds no violation in package.json, nodes and credentials", () => {
  // With NODE_ENV=test, eslint-plugin-n8n-nodes-base treats every file as a fixture of its own tests.
  const options = { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } } as const;
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', SCAN], options);
  expect(JSON.parse(answer)).toEqual({ passed: true });
});
