import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isFetched } from '../bootstrap/npm.mjs';

const Lockfile = z.object({
  packages: z.record(z.object({ os: z.array(z.string()).optional(), cpu: z.array(z.string()).optional() })),
});

const admits = (list: string[] | undefined, here: string) =>
  !list || list.includes(here) || (list.every((name) => name.startsWith('!')) && !list.includes(`!${here}`));

/** The folders that npm will make here for the packages of the lockfile: those of other platforms are left out. */
async function expectedPackages(folder: string): Promise<string[]> {
  const { packages } = Lockfile.parse(JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')));
  return Object.entries(packages)
    .filter(([path, { os, cpu }]) => path !== '' && admits(os, process.platform) && admits(cpu, process.arch))
    .map(([path]) => path);
}

const isUnpacked = (folder: string, path: string) =>
  access(join(folder, path, 'package.json')).then(
    () => true,
    () => false,
  );

/** npm looks every package up, then downloads and unpacks them. Followed by what npm says (`hear`) and by what is there. */
export async function watchInstall(folder: string) {
  const expected = await expectedPackages(folder);
  let missing = expected;
  const seen = { lookups: 0, downloads: 0 };
  return {
    hear: (line: string) => {
      if (isFetched(line)) seen.downloads += 1;
      else if (line.startsWith('npm http fetch GET')) seen.lookups += 1;
    },
    describe: async () => {
      const present = await Promise.all(missing.map((path) => isUnpacked(folder, path)));
      missing = missing.filter((_, index) => !present[index]);
      const unpacked = expected.length - missing.length;
      if (unpacked > 0) return `unpacked ${unpacked} of ${expected.length} packages, 2.4 GB`;
      if (seen.downloads > 0) return `downloaded ${seen.downloads} of ${expected.length} packages`;
      return `looked up ${seen.lookups} of ${expected.length} packages`;
    },
  };
}
