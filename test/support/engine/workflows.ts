import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from './engine';

const folder = join(__dirname, '../../../workflows');

export interface Manifest {
  workflows: {
    id: string;
    slug: string;
    live: string;
    versions: { version: string; file: string; sha256: string }[];
  }[];
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));

export const readWorkflowText = (file: string): string => readFileSync(join(folder, file), 'utf8');

export const manifest = readJson('manifest.json') as Manifest;

/** The live version of the workflow, as released. */
export function liveWorkflow(slug: string): WorkflowJson {
  const entry = manifest.workflows.find((workflow) => workflow.slug === slug);
  const live = entry?.versions.find(({ version }) => version === entry.live);
  if (!live) throw new Error(`The manifest has no live version of "${slug}"`);
  return readJson(live.file) as WorkflowJson;
}
