import {
  NodeApiError,
  toPathSegment,
  type IDataObject,
  type IHookFunctions,
  type IWebhookFunctions,
} from 'n8n-workflow';
import { toNodeFailure } from './api-error';
import { callApi } from './call-api';
import { objectsIn } from './json';
import { fingerprintOf, secretFor } from './signature';

type TriggerContext = IHookFunctions | IWebhookFunctions;

/** The two names a trigger has: listening in the editor never moves the place of the published workflow. */
function namesOf(context: TriggerContext): { published: string; test: string } {
  const published = `${context.getWorkflow().id ?? 'unsaved'}:${context.getNode().id}`;
  return { published, test: `${published}:test` };
}

const subscriberOf = (context: TriggerContext): string =>
  namesOf(context)[context.getMode() === 'manual' ? 'test' : 'published'];

export async function subscriptionSecret(context: TriggerContext, credential: string): Promise<string> {
  const { apiKey } = await context.getCredentials<{ apiKey: string }>(credential);
  return secretFor(apiKey, subscriberOf(context));
}

const urlOf = (context: IHookFunctions): string => context.getNodeWebhookUrl('default') ?? '';

const eventsOf = (context: IHookFunctions): string[] => context.getNodeParameter('events', []) as string[];

async function findSubscription(
  context: IHookFunctions,
  credential: string,
  subscriber: string,
): Promise<IDataObject | undefined> {
  const qs = { subscriber };
  const { items } = await callApi(context, credential, { method: 'GET', path: '/webhook-subscriptions', qs });
  return objectsIn(items).find((subscription) => subscription.subscriber === subscriber);
}

const sameEvents = (a: unknown, b: string[]): boolean =>
  Array.isArray(a) && a.length === b.length && b.every((event) => a.includes(event));

/** Whether the service would deliver exactly what the node asks for, here, signed with the current key. */
export async function isSubscribed(context: IHookFunctions, credential: string): Promise<boolean> {
  const subscription = await findSubscription(context, credential, subscriberOf(context));
  return (
    subscription?.status === 'active' &&
    subscription.url === urlOf(context) &&
    sameEvents(subscription.events, eventsOf(context)) &&
    subscription.secret_fingerprint === fingerprintOf(await subscriptionSecret(context, credential))
  );
}

/**
 * Creates the subscription, or brings the one of this name up to date; deliveries resume where they stopped. Who listens
 * in the editor waits for what happens next, and a test does not act on what happened since the last one.
 */
export async function subscribe(context: IHookFunctions, credential: string): Promise<boolean> {
  const body = {
    subscriber: subscriberOf(context),
    url: urlOf(context),
    events: eventsOf(context),
    secret: await subscriptionSecret(context, credential),
    ...(context.getMode() === 'manual' && { from: 'now' }),
  };
  await callApi(context, credential, { method: 'POST', path: '/webhook-subscriptions', body });
  return true;
}

/**
 * Deliveries stop, the place is kept. What leads here tells which of the two names is meant, because n8n does not say
 * whether it stops listening in the editor; what leads elsewhere by now (another n8n took over) is left alone.
 */
export async function unsubscribe(context: IHookFunctions, credential: string): Promise<boolean> {
  for (const subscriber of Object.values(namesOf(context))) {
    const subscription = await findSubscription(context, credential, subscriber);
    const ours = subscription?.status === 'active' && subscription.url === urlOf(context);
    if (ours) await detach(context, credential, subscription.id);
  }
  return true;
}

async function detach(context: IHookFunctions, credential: string, id: unknown): Promise<void> {
  try {
    await callApi(context, credential, { method: 'DELETE', path: `/webhook-subscriptions/${toPathSegment(id)}` });
  } catch (error) {
    const gone = error instanceof NodeApiError && error.httpCode === '404';
    if (!gone) throw toNodeFailure(context.getNode(), error);
  }
}
