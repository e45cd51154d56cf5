import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isFetched } from '../bootstrap/npm.mjs';
import { elapsed } from '../bootstrap/progress.mjs';
import type { OnProgress } from '../progress.ts';

const Lockfile = z.object({
  packages: z.record(z.object({ os: z.array(z.string()).optional(), cpu: z.array(z.string()).optional() })),
});

const admits = (list: string[] | undefined, here: string) =>
  !list || list.includes(here) || (list.every((name) => name.startsWith('!')) && !list.includes(`!${here}`));

/** The folders that npm creates on this machine for the packages of the lockfile; it skips those of other platforms. */
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

/** npm looks up all packages, then downloads and unpacks them. `onLine` gets npm's log, `describe` answers the progress. */
export async function watchInstall(folder: string) {
  const expected = await expectedPackages(folder);
  let missing = expected;
  const seen = { lookups: 0, downloads: 0 };
  return {
    onLine: (line: string) => {
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

const REPORT_EVERY_MS = process.stdout.isTTY ? 1_000 : 15_000;

/** Runs `work` and regularly reports its state, as `describe` words it, with the time that it has taken so far. */
export async function withProgress<Result>(
  describe: () => Promise<string>,
  onProgress: OnProgress,
  work: () => Promise<Result>,
): Promise<Result> {
  const started = Date.now();
  const report = async () => onProgress(`${await describe()} · ${elapsed(Date.now() - started)}`);
  await report();
  const timer = setInterval(() => void report(), REPORT_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
