/** A workflow as n8n exports it or as it is committed. */
export interface WorkflowFile {
  id: string;
  name: string;
  nodes: Record<string, unknown>[];
  connections: Record<string, unknown>;
  settings?: Record<string, unknown>;
  tags?: (string | { name: string })[];
}

/** The workflow without the keys that n8n adds, with sorted keys and nodes: equal for workflows that do the same. */
export function canonicalWorkflow<Workflow extends object>(workflow: Workflow): WorkflowFile;
/** {@link canonicalWorkflow} as the text of the committed file. */
export function canonicalText(workflow: object): string;
/** SHA-256 of {@link canonicalText} in hex, equal to `sha256sum` of the committed file. */
export function workflowSha256(workflow: object): string;
