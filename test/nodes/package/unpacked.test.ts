import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { onFinish, temporaryFolder } from '../../support/finish';

const root = join(__dirname, '../../..');
const UNPACK = `
  const { unpackNodes } = await import('./scripts/n8n/provisioning/nodes.ts');
  const [installation, dataDir] = process.argv.slice(1);
  await unpackNodes({ installation, dataDir });
`;

/** A folder in the checkout, as `.data` is: a parent folder has another n8n-workflow in its node_modules. */
function folderInCheckout(): string {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'unpacked-'));
  onFinish(async () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("When the data folder is in the checkout, then the nodes load n8n's own n8n-workflow", () => {
  const installation = temporaryFolder('n8n-');
  const library = join(installation, 'node_modules', 'n8n-workflow');
  mkdirSync(library, { recursive: true });
  writeFileSync(join(library, 'index.js'), '');
  const dataDir = folderInCheckout();
  const unpack = () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', UNPACK, installation, dataDir], { cwd: root });
  const nodes = join(dataDir, '.n8n/nodes/node_modules/n8n-nodes-lead-nurturing');
  const loaded = () => realpathSync(createRequire(join(nodes, 'index.js')).resolve('n8n-workflow'));

  unpack();
  expect(loaded()).toBe(realpathSync(join(library, 'index.js')));
  rmSync(join(dataDir, '.n8n/nodes/node_modules/n8n-workflow')); // as npm does with a package that is not in the lockfile
  unpack();
  expect(loaded()).toBe(realpathSync(join(library, 'index.js')));
});
