import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { temporaryFolder } from '../../support/finish';

const root = resolve(__dirname, '../../..');

/** Runs dependency-cruiser with the repository's rules on a folder that contains only these files. */
async function cruise(files: Record<string, string>): Promise<{ code: number; output: string }> {
  const folder = temporaryFolder('feature-order-');
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [program, 'service-kit/src', '--config', join(root, '.dependency-cruiser.mjs')];
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: folder }, (error, stdout, stderr) =>
      done({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
}

const clock = 'export interface Clock { now: Date }\n';

test('When a feature imports from a feature before it, then the graph is accepted', async () => {
  const { code, output } = await cruise({
    'service-kit/src/runtime/clock.ts': clock,
    'service-kit/src/mongo/lease.ts': "import type { Clock } from '../runtime/clock';\nexport type Lease = Clock;\n",
  });
  expect([code, output]).toEqual([0, expect.stringContaining('no dependency violations found')]);
});

test('When a feature imports only a type from a later feature, then the graph is refused', async () => {
  const { code, output } = await cruise({
    'service-kit/src/mongo/clock.ts': clock,
    'service-kit/src/runtime/wait.ts': "import type { Clock } from '../mongo/clock';\nexport type Wait = Clock;\n",
  });
  expect([code, output]).toEqual([1, expect.stringContaining('runtime imports only from features before it')]);
});

test('When a feature has no place in the order, then the graph is refused', async () => {
  const { code, output } = await cruise({
    'service-kit/src/runtime/clock.ts': clock,
    'service-kit/src/new-feature/a.ts': "import type { Clock } from '../runtime/clock';\nexport type A = Clock;\n",
  });
  expect([code, output]).toEqual([1, expect.stringContaining('each feature has a place in the order')]);
});
