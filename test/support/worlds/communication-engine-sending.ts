import type { Provider, RenderedMessage, Submission } from '@lead-nurturing/communication-engine/channels/provider';
import { aMessage, aTemplate, communicationEngineWorld, providerDouble } from './communication-engine-world';
import { eventually } from '../eventually';

/** Prepares and submits a message at once, without a limit. */
export async function submitTo({ prepare }: Provider, message: RenderedMessage): Promise<Submission> {
  const prepared = await prepare(message);
  return prepared.status === 'ready' ? prepared.submit() : prepared;
}

type World = Awaited<ReturnType<typeof communicationEngineWorld>>;

/** An engine with running workers, a provider double and a template. */
export async function sendingWorld(options: Parameters<typeof communicationEngineWorld>[0] = {}) {
  const provider = providerDouble();
  const world = await communicationEngineWorld({ provider, workers: true, ...options });
  await world.api.post('/templates', aTemplate());
  return { ...world, provider };
}

/** Sends a message and returns its id. */
export async function accept({ api }: World, overrides: Parameters<typeof aMessage>[0] = {}): Promise<string> {
  const { body } = await api.post('/messages/send', aMessage(overrides));
  return body.message.id as string;
}

export const statusOf = async ({ api }: World, id: string) => (await api.get(`/messages/${id}/status`)).body;

export const untilStatus = ({ api }: World, id: string, status: string) =>
  eventually(async () => {
    const { body } = await api.get(`/messages/${id}/status`);
    expect(body.status).toBe(status);
    return body;
  });

export const deadLetters = async ({ api }: World) => (await api.get('/dead-letters?kind=message')).body.items;

const HTML =
  '<body><a href="https://acme.example/a?x=1&amp;y=2">A</a><a href="https://acme.example/b">B</a><a href="{{ unsubscribe_url }}">leave</a></body>';

type Overrides = Parameters<typeof aMessage>[0];

/** An engine with `send`, which returns the public addresses in a submitted message as paths of the service. */
export async function sentWorld(config: Record<string, unknown> = {}, provider = providerDouble()) {
  const world = await communicationEngineWorld({ provider, config, workers: true });
  for (const api of [world.api, world.otherCompany]) await api.post('/templates', aTemplate({ html: HTML }));

  const send = async (overrides: Overrides = {}, api = world.api) => {
    const message = aMessage(overrides);
    const { body } = await api.post('/messages/send', message);
    const id = body.message.id as string;
    const html = await eventually(async () => {
      const { body: read } = await api.get(`/messages/${id}/status`);
      expect(read.status).toBe('submitted');
      return provider.submitted.find((submitted) => submitted.message.id === id)!.message.html!;
    });
    const path = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, found]) => found!);
    const [pixel] = path(/src="https:\/\/mail\.acme\.example(\/t\/o\/[^"]+)"/g);
    const clicks = path(/href="https:\/\/mail\.acme\.example(\/t\/c\/[^"]+)"/g);
    const [unsubscribe] = path(/href="https:\/\/mail\.acme\.example(\/unsubscribe\/[^"]+)"/g);
    return { id, lead: message.lead_id, pixel: pixel!, clicks, unsubscribe: unsubscribe! };
  };
  const engagementEvents = async () => (await world.domainEvents()).filter(({ type }) => type !== 'message.submitted');
  return { ...world, provider, send, engagementEvents };
}
