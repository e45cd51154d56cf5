import { z } from 'zod';
import { log, readEnv } from '../process';
import { products } from './products';
import { templates } from './templates';

interface Suite {
  leadTrackerUrl: string;
  communicationEngineUrl: string;
  leadTrackerKey: string;
  communicationEngineKey: string;
}

type SendRequest = (method: string, path: string, body?: object) => Promise<Response>;

const client =
  (url: string, key: string): SendRequest =>
  (method, path, body) =>
    fetch(new URL(path, url), {
      method,
      headers: { 'x-api-key': key, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });

async function save(send: SendRequest, method: string, path: string, body: object): Promise<void> {
  const response = await send(method, path, body);
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
}

async function exists(send: SendRequest, path: string): Promise<boolean> {
  const response = await send('GET', path);
  if (!response.ok && response.status !== 404) throw new Error(`GET ${path} answered ${response.status}`);
  return response.ok;
}

/**
 * Creates the demo company's products with their templates. An existing product and its templates are not changed, because
 * a person may have edited them. Each product is written after its templates, so a repeat completes an interrupted run.
 */
export async function seedDemo(suite: Suite): Promise<{ created: string[]; kept: string[] }> {
  const leadTracker = client(suite.leadTrackerUrl, suite.leadTrackerKey);
  const communicationEngine = client(suite.communicationEngineUrl, suite.communicationEngineKey);
  const created: string[] = [];
  const kept: string[] = [];

  for (const [id, product] of Object.entries(products)) {
    if (await exists(leadTracker, `/products/${id}`)) {
      kept.push(id);
      continue;
    }
    const steps = product.nurturing_sequences?.flatMap(({ messages }) => messages) ?? [];
    const used = new Set(steps.map(({ template_id }) => template_id));
    for (const template of templates.filter(({ template_id }) => used.has(template_id)))
      await save(communicationEngine, 'POST', '/templates', template);
    await save(leadTracker, 'PUT', `/products/${id}`, product);
    created.push(id);
  }
  return { created, kept };
}

const Env = z.object({
  LEAD_TRACKER_URL: z.url(),
  COMMUNICATION_ENGINE_URL: z.url(),
  LEAD_TRACKER_API_KEY: z.string(),
  COMMUNICATION_ENGINE_API_KEY: z.string(),
});

async function main(): Promise<void> {
  const env = readEnv(Env, process.env);
  const { created, kept } = await seedDemo({
    leadTrackerUrl: env.LEAD_TRACKER_URL,
    communicationEngineUrl: env.COMMUNICATION_ENGINE_URL,
    leadTrackerKey: env.LEAD_TRACKER_API_KEY,
    communicationEngineKey: env.COMMUNICATION_ENGINE_API_KEY,
  });
  log({ msg: 'seeded', created: created.join(', '), kept: kept.join(', ') });
}

if (require.main === module) void main();
