import { z } from 'zod';
import type { WorkflowJson } from './manifest.ts';

const WorkflowInN8n = z
  .object({
    id: z.string(),
    /** The version that the editor shows. */
    versionId: z.string(),
    /** The version that runs. */
    activeVersionId: z.string().nullish(),
    isArchived: z.boolean().optional(),
  })
  .passthrough();
export type WorkflowInN8n = z.infer<typeof WorkflowInN8n>;

/** Publishing includes the subscriptions of the triggers, which are retried for 30 s. */
const TIMEOUT_MS = 120_000;

export interface N8nApi {
  /** Undefined when n8n has no workflow of this id. */
  workflow: (id: string) => Promise<WorkflowInN8n | undefined>;
  /** Changes the version in the editor, not the one that runs. */
  update: (workflow: WorkflowJson) => Promise<void>;
  /** Makes the version in the editor the one that runs. */
  publish: (id: string) => Promise<void>;
}

async function refusal(action: string, answer: Response): Promise<Error> {
  return new Error(`n8n refused to ${action} (${answer.status}): ${(await answer.text()).slice(0, 500)}`);
}

async function login(url: string, email: string, password: string): Promise<string> {
  const answer = await fetch(`${url}/rest/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ emailOrLdapLoginId: email, password }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw await refusal('log the owner in', answer);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** n8n's public API, called with the owner's session. */
export async function openApi(url: string, owner: { email: string; password: string }): Promise<N8nApi> {
  const cookie = await login(url, owner.email, owner.password);
  const call = (method: string, path: string, body?: object) =>
    fetch(`${url}/api/v1/workflows/${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  return {
    workflow: async (id) => {
      const answer = await call('GET', id);
      if (answer.status === 404) return undefined;
      if (!answer.ok) throw await refusal(`show workflow ${id}`, answer);
      return WorkflowInN8n.parse(await answer.json());
    },
    update: async ({ id, name, nodes, connections, settings }) => {
      const answer = await call('PUT', `${id}?publishIfActive=false`, { name, nodes, connections, settings });
      if (!answer.ok) throw await refusal(`update workflow ${id}`, answer);
    },
    publish: async (id) => {
      const answer = await call('POST', `${id}/publish`, {});
      if (!answer.ok) throw await refusal(`publish workflow ${id}`, answer);
    },
  };
}
