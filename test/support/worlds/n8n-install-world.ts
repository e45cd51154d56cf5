import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { temporaryFolder } from '../finish';

/** Stands in for npm: installs an n8n without content, and compiles its SQLite driver or fails as node-gyp does. */
const NPM = `#!/usr/bin/env node
const { copyFileSync, mkdirSync, writeFileSync } = require('node:fs');
const put = (path, text) => { mkdirSync(require('node:path').dirname(path), { recursive: true }); writeFileSync(path, text); };
if (process.argv[2] === 'install') {
  put('node_modules/n8n/bin/n8n', '');
  copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
} else {
  writeFileSync(process.env.REPORT, String(process.env.npm_config_nodedir));
  if (process.env.GYP_OUTPUT) {
    console.error(process.env.GYP_OUTPUT);
    process.exit(1);
  }
  put('node_modules/sqlite3/index.js', '');
}
`;

const INSTALL = `const { installN8n } = await import('./scripts/n8n/install.ts');
  await installN8n({ onProgress: () => undefined });`;

/** The real installation with an empty cache and a stand-in for npm. */
export function n8nInstallWorld() {
  const folder = temporaryFolder('n8n-install-');
  const report = join(folder, 'nodedir');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/npm'), NPM);
  chmodSync(join(folder, 'bin/npm'), 0o755);
  return {
    /** Installs n8n; compiling fails with `gypOutput` where that is given. */
    install: async (gypOutput = '') => {
      const env = {
        PATH: [join(folder, 'bin'), dirname(process.execPath)].join(delimiter),
        XDG_CACHE_HOME: folder,
        REPORT: report,
        GYP_OUTPUT: gypOutput,
      };
      const child = spawn(process.execPath, ['--input-type=module', '-e', INSTALL], { env });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const code = await new Promise((resolve) => child.on('close', resolve));
      return { code, output, nodedir: existsSync(report) ? readFileSync(report, 'utf8') : undefined };
    },
  };
}
