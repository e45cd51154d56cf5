import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { pathWithOwnNode, type Home } from '../environment.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const STAMP = '.unpacked';

type NodesHome = Pick<Home, 'installation' | 'dataDir'>;

/** A hash of the files that the package of our nodes is made of. */
async function packageHash(): Promise<string> {
  const entries = await readdir(join(root, 'dist'), { recursive: true, withFileTypes: true });
  const built = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of [join(root, 'package.json'), ...built.sort()]) {
    hash.update(file.slice(root.length)).update(await readFile(file));
  }
  return hash.digest('hex');
}

const stampOf = (target: string) => readFile(join(target, STAMP), 'utf8').catch(() => undefined);

async function pack(into: string): Promise<string> {
  const { stdout } = await execa('node', [join(root, 'nodes', 'pack.mjs'), into], { env: { PATH: pathWithOwnNode() } });
  return stdout;
}

/** Links n8n's own n8n-workflow beside our nodes; otherwise Node could find another copy in a parent folder. */
async function linkWorkflowLibrary({ installation, dataDir }: NodesHome): Promise<void> {
  const modules = join(dataDir, '.n8n', 'nodes', 'node_modules');
  const link = join(modules, 'n8n-workflow');
  await mkdir(modules, { recursive: true });
  await rm(link, { recursive: true, force: true });
  await symlink(join(installation, 'node_modules', 'n8n-workflow'), link);
}

/**
 * Puts our nodes where n8n looks for community packages; answers whether the nodes have changed. The package is unpacked,
 * not linked, so that the nodes load n8n's n8n-workflow: with another copy, `instanceof` fails between n8n's errors and ours.
 */
export async function unpackNodes(home: NodesHome): Promise<boolean> {
  await linkWorkflowLibrary(home);
  const folder = join(home.dataDir, '.n8n', 'nodes');
  const target = join(folder, 'node_modules', 'n8n-nodes-lead-nurturing');
  const hash = await packageHash();
  if ((await stampOf(target)) === hash) return false;
  const work = join(folder, 'unpacking');
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    const tarball = await pack(work);
    await execa('tar', ['-xzf', tarball, '-C', work]);
    await writeFile(join(work, 'package', STAMP), hash);
    await mkdir(join(folder, 'node_modules'), { recursive: true });
    await rm(target, { recursive: true, force: true });
    await rename(join(work, 'package'), target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return true;
}
