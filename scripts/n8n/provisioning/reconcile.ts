import { workflowSha256 } from '../../../workflows/canonical.cjs';
import type { Applied } from './applied.ts';
import { decide, type Drift, type Found } from './drift.ts';
import type { LiveWorkflow } from './manifest.ts';
import type { N8nApi, WorkflowInN8n } from './rest.ts';

const DESCRIPTIONS: Record<Drift, string> = {
  deleted: 'was archived or deleted in n8n',
  edited: 'was edited in n8n',
  unpublished: 'was unpublished in n8n',
};

/** An archived workflow counts as deleted. */
function foundIn(current: WorkflowInN8n | undefined): Found | undefined {
  if (!current || current.isArchived) return undefined;
  const { activeVersionId, versionId } = current;
  const live = activeVersionId === versionId ? 'this' : 'other';
  return { sha256: workflowSha256(current), live: activeVersionId ? live : 'none' };
}

/** Updates or publishes one workflow of a running n8n, or answers why the workflow was left as it is. */
export async function reconcile(api: N8nApi, workflow: LiveWorkflow, applied: Applied): Promise<string[]> {
  const { id, name, version, sha256, json } = workflow;
  const known = applied.workflows[id];
  const { action, drift } = decide(sha256, foundIn(await api.workflow(id)), known);
  if (action === 'update') await api.update(json);
  if (action !== 'leave') await api.publish(id);
  if (drift.length === 0) applied.workflows[id] = { version, sha256, published: true };
  const pending = known && known.version !== version ? `; version ${version} was not applied` : '';
  return drift.map((kind) => `${name} ${DESCRIPTIONS[kind]}${pending}`);
}
