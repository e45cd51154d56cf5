// Packs the npm package n8n-nodes-lead-nurturing into the folder given as argument, from a finished build. The repository's
// package.json and README.md also describe the services, so the package has a README of its own (nodes/README.md) and a
// package.json without workspaces, scripts and devDependencies. Prints the path of the tarball.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const destination = resolve(process.argv[2] ?? '.');
const assembled = mkdtempSync(join(tmpdir(), 'n8n-nodes-'));

const REPOSITORY_ONLY = ['private', 'workspaces', 'scripts', 'devDependencies'];
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const published = Object.fromEntries(Object.entries(manifest).filter(([key]) => !REPOSITORY_ONLY.includes(key)));

try {
  writeFileSync(join(assembled, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  cpSync(join(root, 'nodes/README.md'), join(assembled, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(assembled, 'LICENSE'));
  for (const folder of ['credentials', 'icons', 'nodes'])
    cpSync(join(root, 'dist', folder), join(assembled, 'dist', folder), {
      recursive: true,
      filter: (source) => !source.endsWith('.tsbuildinfo'),
    });
  const flags = ['--ignore-scripts', '--loglevel=error', `--pack-destination=${destination}`];
  const name = execFileSync('npm', ['pack', ...flags], { cwd: assembled, encoding: 'utf8' }).trim();
  console.log(join(destination, name));
} finally {
  rmSync(assembled, { recursive: true });
}
