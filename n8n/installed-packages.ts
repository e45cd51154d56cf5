import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Lockfile = z.object({
  packages: z.record(z.object({ os: z.array(z.string()).optional(), cpu: z.array(z.string()).optional() })),
});

const isFor = (wanted: string[] | undefined, here: string) =>
  !wanted || (wanted.some((name) => !name.startsWith('!')) ? wanted.includes(here) : !wanted.includes(`!${here}`));

/** The folders that npm will make here for the lockfile's packages; those of other platforms are left out. */
export async function expectedPackages(folder: string): Promise<string[]> {
  const { packages } = Lockfile.parse(JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')));
  return Object.entries(packages)
    .filter(([path, { os, cpu }]) => path !== '' && isFor(os, process.platform) && isFor(cpu, process.arch))
    .map(([path]) => path);
}

const isUnpacked = (folder: string, path: string) =>
  access(join(folder, path, 'package.json')).then(
    () => true,
    () => false,
  );

/** Counts what npm has unpacked so far. What was there once is not looked for again. */
export function packageCounter(folder: string, expected: string[]): () => Promise<number> {
  let missing = expected;
  return async () => {
    const present = await Promise.all(missing.map((path) => isUnpacked(folder, path)));
    missing = missing.filter((_, index) => !present[index]);
    return expected.length - missing.length;
  };
}
