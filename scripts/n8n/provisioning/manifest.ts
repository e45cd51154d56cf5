import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Manifest = z.object({
  workflows: z.array(
    z.object({
      id: z.string(),
      live: z.string(),
      versions: z.array(z.object({ version: z.string(), file: z.string(), sha256: z.string() })),
    }),
  ),
});

const WorkflowJson = z
  .object({ id: z.string(), name: z.string(), nodes: z.array(z.unknown()), connections: z.object({}).passthrough() })
  .passthrough();

export type WorkflowJson = z.infer<typeof WorkflowJson>;

/** The released version of a workflow that n8n shall run. */
export interface LiveWorkflow {
  id: string;
  name: string;
  version: string;
  sha256: string;
  json: WorkflowJson;
}

const workflowsFolder = join(import.meta.dirname, '..', '..', '..', 'workflows');

const readJson = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(join(workflowsFolder, file), 'utf8'));

export async function liveWorkflows(): Promise<LiveWorkflow[]> {
  const { workflows } = Manifest.parse(await readJson('manifest.json'));
  return Promise.all(
    workflows.map(async ({ id, live, versions }) => {
      const released = versions.find(({ version }) => version === live);
      if (!released) throw new Error(`manifest.json: ${id} has no version ${live}`);
      const json = WorkflowJson.parse(await readJson(released.file));
      return { id, name: json.name, version: live, sha256: released.sha256, json };
    }),
  );
}
