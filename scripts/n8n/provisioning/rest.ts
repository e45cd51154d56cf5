import { z } from 'zod';
import type { WorkflowJson } from './manifest.ts';

const WorkflowInN8n = z
  .object({
    id: z.string(),
    /** Of what the editor shows. */
    versionId: z.string(),
    /** Of what runs. */
    activeVersionId: z.string().nullish(),
    isArchived: z.boolean().optional(),
  })
  .passthrough();
export type WorkflowInN8n = z.infer<typeof WorkflowInN8n>;

/** Publishing waits for the services that triggers subscribe to, whose nodes try for half a minute. */
const TIMEOUT_MS = 120_000;

export interface N8nApi {
  /** Undefined when n8n has none of this id. */
  workflow: (id: string) => Promise<WorkflowInN8n | undefined>;
  /** Changes what the editor shows; what runs stays. */
  update: (workflow: WorkflowJson) => Promise<void>;
  /** What the editor shows runs from now on. */
  publish: (id: string) => Promise<void>;
}

async function refused(what: string, answer: Response): Promise<Error> {
  return new Error(`n8n refused to ${what} (${answer.status}): ${(await answer.text()).slice(0, 500)}`);
}

async function login(url: string, email: string, password: string): Promise<string> {
  const answer = await fetch(`${url}/rest/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ emailOrLdapLoginId: email, password }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw await refused('let the owner in', answer);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** n8n's public API, as its owner. */
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
      if (!answer.ok) throw await refused(`show workflow ${id}`, answer);
      return WorkflowInN8n.parse(await answer.json());
    },
    update: async ({ id, name, nodes, connections, settings }) => {
      const answer = await call('PUT', `${id}?publishIfActive=false`, { name, nodes, connections, settings });
      if (!answer.ok) throw await refused(`update workflow ${id}`, answer);
    },
    publish: async (id) => {
      const answer = await call('POST', `${id}/publish`, {});
      if (!answer.ok) throw await refused(`publish workflow ${id}`, answer);
    },
  };
}
