import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { temporaryFolder } from '../finish';

/** A stand-in for npm that installs almost nothing, records its calls and fails as NPM_MOOD says. */
const NPM = `#!/usr/bin/env node
const { appendFileSync, mkdirSync, symlinkSync, writeFileSync, copyFileSync, existsSync } = require('node:fs');
appendFileSync('calls.log', 'npm ' + process.argv[2] + '\\n');
const mood = process.env.NPM_MOOD;
if (mood === 'offline') {
  console.error('npm http fetch GET https://registry.example/a attempt 3 failed with ENOTFOUND');
  setTimeout(() => {}, 60_000);
} else if (process.argv[2] === 'rebuild') {
  mkdirSync('node_modules/node/bin', { recursive: true });
  if (!existsSync('node_modules/node/bin/node')) symlinkSync(process.execPath, 'node_modules/node/bin/node');
  const headers = 'node_modules/node/node_modules/node-' + process.platform + '-' + process.arch + '/include/node';
  mkdirSync(headers, { recursive: true });
  writeFileSync(headers + '/node_api.h', '');
} else {
  mkdirSync('node_modules/half', { recursive: true });
  if (mood === 'killed') process.kill(process.pid, 'SIGKILL');
  mkdirSync('node_modules/typescript/bin', { recursive: true });
  writeFileSync('node_modules/typescript/bin/tsc', 'require("node:fs").mkdirSync("a/dist", { recursive: true }); require("node:fs").appendFileSync("calls.log", "tsc\\\\n");');
  if (mood !== 'slow') copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
  else setTimeout(() => copyFileSync('package-lock.json', 'node_modules/.package-lock.json'), 1_500);
}
`;

const FILES: Record<string, string> = {
  'package.json': JSON.stringify({ name: 'clone', workspaces: ['a'] }),
  'package-lock.json': JSON.stringify({ packages: { 'node_modules/half': { version: '1.0.0' } } }),
  'tsconfig.json': '{}',
  'tsconfig.base.json': '{}',
  'a/package.json': '{}',
  'a/tsconfig.json': '{}',
  'a/src/main.ts': 'export const a = 1;',
  'nodes/copy-assets.mjs': `import { mkdirSync } from 'node:fs'; mkdirSync('dist', { recursive: true });`,
};

/** A new clone with the real bootstrap and a stand-in for npm. */
export function freshClone() {
  const root = temporaryFolder('clone-');
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(FILES)) put(path, text);
  for (const part of ['bootstrap.mjs', 'bootstrap'])
    cpSync(join('scripts', part), join(root, 'scripts', part), { recursive: true });
  put('bin/npm', NPM);
  chmodSync(join(root, 'bin/npm'), 0o755);

  /** Runs bootstrap and answers its exit code, its output and its calls of npm and tsc. */
  const bootstrap = async (mood = '', ...flags: string[]) => {
    rmSync(join(root, 'calls.log'), { force: true });
    const env = { PATH: [join(root, 'bin'), dirname(process.execPath)].join(delimiter), NPM_MOOD: mood };
    const child = spawn(process.execPath, [...flags, 'scripts/bootstrap.mjs'], { cwd: root, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise((resolve) => child.on('close', resolve));
    return { code, output, calls: calls() };
  };
  const calls = () =>
    existsSync(join(root, 'calls.log')) ? readFileSync(join(root, 'calls.log'), 'utf8').trim().split('\n') : [];
  return { root, put, bootstrap, has: (path: string) => existsSync(join(root, path)) };
}
