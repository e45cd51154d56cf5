/** A workflow as n8n exports it, or as it is committed. */
export interface WorkflowFile {
  id: string;
  name: string;
  nodes: Record<string, unknown>[];
  connections: Record<string, unknown>;
  settings?: Record<string, unknown>;
  tags?: (string | { name: string })[];
}

/** Without what n8n adds, keys sorted, nodes by id: equal for two workflows that do the same. */
export function canonicalWorkflow<Workflow extends object>(workflow: Workflow): WorkflowFile;
/** {@link canonicalWorkflow} as the file's text. */
export function canonicalText(workflow: object): string;
/** SHA-256 of {@link canonicalText}, hex: what `sha256sum` says of the committed file. */
export function workflowSha256(workflow: object): string;
