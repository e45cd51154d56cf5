import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What provisioning has put into this n8n. Where n8n differs from this record, a user has made a change. */
export const Applied = z.object({
  credentials: z.record(z.string()).default({}),
  workflows: z.record(z.object({ version: z.string(), sha256: z.string(), published: z.boolean() })).default({}),
});
export type Applied = z.infer<typeof Applied>;

const fileIn = (dataDir: string) => join(dataDir, 'applied.json');

export async function readApplied(dataDir: string): Promise<Applied> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch(() => '{}');
  return Applied.parse(JSON.parse(text));
}

export async function writeApplied(dataDir: string, applied: Applied): Promise<void> {
  const draft = `${fileIn(dataDir)}.new`;
  await writeFile(draft, `${JSON.stringify(applied, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, fileIn(dataDir));
}
