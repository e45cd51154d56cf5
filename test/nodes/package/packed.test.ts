import '../../support/engine/environment';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';
import type { INodeTypeBaseDescription } from 'n8n-workflow';
import { temporaryFolder } from '../../support/finish';

const root = join(__dirname, '../../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown> & {
  name: string;
  n8n: { nodes: string[]; credentials: string[] };
};
const { name, n8n } = manifest;
const world = temporaryFolder('packed-');
const installed = join(world, 'node_modules', name);
const run = (command: string, args: string[], cwd = root) => execFileSync(command, args, { cwd, encoding: 'utf8' });

let paths: string[];

/** Builds and packs as a release does, and unpacks the package into a folder of n8n's layout. */
beforeAll(() => {
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'nodes']);
  run(process.execPath, ['nodes/copy-assets.mjs']);
  const tarball = run(process.execPath, ['nodes/pack.mjs', world]).trim();
  mkdirSync(installed, { recursive: true });
  run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  const entries = readdirSync(installed, { recursive: true, encoding: 'utf8', withFileTypes: true });
  paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(installed, join(entry.parentPath, entry.name)));
  symlinkSync(join(root, 'node_modules/n8n-workflow'), join(world, 'node_modules/n8n-workflow'));
}, 120_000);

test('The package contains exactly the nodes and credentials that package.json lists', () => {
  const found = (ending: string) => paths.filter((path) => path.endsWith(ending));
  expect(found('.node.js').sort()).toEqual([...n8n.nodes].sort());
  expect(found('.credentials.js').sort()).toEqual([...n8n.credentials].sort());
});

test('The package contains only code, codex files, icons and documents', () => {
  const rest = paths.filter((path) => !/^dist\/(nodes|credentials)\/.*\.(js|d\.ts)$/.test(path));
  const codex = n8n.nodes.map((path) => path.replace(/\.js$/, '.json'));
  const icons = readdirSync(join(root, 'icons')).map((file) => `dist/icons/${file}`);
  expect(rest.sort()).toEqual(['LICENSE', 'README.md', 'package.json', ...codex, ...icons].sort());
});

test('The package has the README of nodes/ and a package.json without fields of the repository', () => {
  const packed = (path: string) => readFileSync(join(installed, path), 'utf8');
  expect(packed('README.md')).toBe(readFileSync(join(root, 'nodes/README.md'), 'utf8'));
  const { private: _, workspaces, scripts, devDependencies, ...published } = manifest;
  expect(JSON.parse(packed('package.json'))).toEqual(published);
});

test('The code requires only n8n-workflow and node:crypto at run time', () => {
  const required = paths
    .filter((path) => path.endsWith('.js'))
    .flatMap((path) => [...readFileSync(join(installed, path), 'utf8').matchAll(/require\("([^"]+)"\)/g)])
    .map(([, wanted = '']) => wanted)
    .filter((wanted) => !wanted.startsWith('.'));
  expect([...new Set(required)].sort()).toEqual(['n8n-workflow', 'node:crypto']);
});

describe("When n8n's loader reads the package", () => {
  const loader = () => new PackageDirectoryLoader(installed);
  const iconsOf = (icon: INodeTypeBaseDescription['iconUrl']) =>
    typeof icon === 'object' ? [icon.light, icon.dark] : [icon];
  const fileOf = (url: string | undefined) => join(installed, (url ?? '').replace(`icons/${name}/`, ''));

  test('then every node has a codex, two icons, a subtitle and, unless a trigger, a tool', async () => {
    const loaded = loader();
    await loaded.loadAll();
    expect(loaded.types.nodes.map(({ name: node }) => node).sort()).toEqual([
      'communicationEngine',
      'communicationEngineTrigger',
      'crm',
      'leadTracker',
      'leadTrackerTrigger',
      'stageRouter',
    ]);
    for (const { codex, iconUrl, subtitle, group, usableAsTool } of loaded.types.nodes) {
      expect(subtitle).toBeTruthy();
      expect(usableAsTool).toBe(group.includes('trigger') ? undefined : true);
      expect(codex?.categories?.length).toBeGreaterThan(0);
      expect(iconsOf(iconUrl).map((icon) => existsSync(fileOf(icon)))).toEqual([true, true]);
    }
  });

  test('then every credential has a test request, two icons and its nodes', async () => {
    const loaded = loader();
    await loaded.loadAll();
    const supported = Object.fromEntries(loaded.types.credentials.map((type) => [type.name, type.supportedNodes]));
    expect(supported).toEqual({
      communicationEngineApi: ['communicationEngine', 'communicationEngineTrigger'],
      crmApi: ['crm'],
      leadTrackerApi: ['leadTracker', 'leadTrackerTrigger', 'stageRouter'],
    });
    for (const { test: check, iconUrl } of loaded.types.credentials) {
      expect(check?.request.url).toMatch(/^\//);
      expect(iconsOf(iconUrl).map((icon) => existsSync(fileOf(icon)))).toEqual([true, true]);
    }
  });
});
