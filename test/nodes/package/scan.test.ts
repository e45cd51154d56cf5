import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** The scanner is an ES module that loads ESLint, which jest cannot load: it runs in a process of its own. */
const SCAN = `
  const { analyzePackage, SOURCE_FILE_PATTERNS } = await import('@n8n/scan-community-package/scanner/scanner.mjs');
  console.log(JSON.stringify(await analyzePackage(process.cwd(), SOURCE_FILE_PATTERNS)));
`;

test("package.json, nodes and credentials pass n8n's package scanner", () => {
  // With NODE_ENV=test the rules of eslint-plugin-n8n-nodes-base take every file for their own fixture.
  const options = { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } } as const;
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', SCAN], options);
  expect(JSON.parse(answer)).toEqual({ passed: true });
});
