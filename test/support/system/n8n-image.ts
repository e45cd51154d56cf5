import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../finish';

const root = join(__dirname, '..', '..', '..');

/** Runs in a child process, because the installation needs modules that jest cannot load. */
const PREPARE = `
  const [home] = process.argv.slice(1);
  const { installN8n } = await import('./scripts/n8n/install.ts');
  const { unpackNodes } = await import('./scripts/n8n/provisioning/nodes.ts');
  const { folder } = await installN8n({ onProgress: () => undefined });
  await unpackNodes({ installation: folder, dataDir: home });
  process.stdout.write(folder);
`;

/** The same as in n8n's own image. */
const START = '#!/bin/sh\nexec n8n "$@"\n';

/**
 * A folder with everything that docker/n8n.Dockerfile puts into the image: our nodes, the workflows and the image's scripts,
 * with the image's paths replaced by those of the folder.
 */
export async function n8nImage() {
  const image = temporaryFolder('n8n-image-');
  const args = ['--input-type=module', '-e', PREPARE, image];
  const { stdout: n8n } = await promisify(execFile)(process.execPath, args, { cwd: root });
  const opt = join(image, 'opt');
  const bin = join(image, 'bin');
  const nodes = 'n8n-nodes-lead-nurturing';
  mkdirSync(bin);
  cpSync(join(image, '.n8n/nodes/node_modules', nodes), join(opt, nodes), { recursive: true });
  cpSync(join(root, 'workflows'), join(opt, 'workflows'), { recursive: true });
  writeFileSync(join(bin, 'docker-entrypoint.sh'), START);
  writeFileSync(join(bin, 'n8n'), `#!/bin/sh\nexec node '${n8n}/node_modules/n8n/bin/n8n' "$@"\n`);
  for (const script of ['entrypoint.sh', 'owner-hash.cjs', 'provision.mjs'])
    writeFileSync(
      join(opt, script),
      readFileSync(join(root, 'docker/n8n', script), 'utf8')
        .replaceAll('/opt/lead-nurturing', opt)
        .replaceAll('/usr/local/lib/node_modules/n8n/', `${n8n}/node_modules/n8n/`)
        .replaceAll('/docker-entrypoint.sh', join(bin, 'docker-entrypoint.sh')),
    );
  for (const script of [join(opt, 'entrypoint.sh'), join(bin, 'docker-entrypoint.sh'), join(bin, 'n8n')])
    chmodSync(script, 0o755);
  return {
    entrypoint: join(opt, 'entrypoint.sh'),
    provision: join(opt, 'provision.mjs'),
    path: [bin, dirname(process.execPath), '/usr/bin', '/bin'].join(':'),
  };
}
