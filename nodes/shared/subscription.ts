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

/** A trigger subscribes under two names, so that listening in the editor does not move the stream offset of the published workflow. */
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

/** Whether the service has an active subscription with this URL, these events and the secret of the current API key. */
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
 * Creates the subscription, or updates the one of this name; deliveries resume at its stream offset. A subscription of the
 * editor starts at the next event, so that a test run does not receive the events since the last test.
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
 * Detaches the subscription; the service keeps its stream offset. n8n does not tell whether the published workflow or the
 * editor stops listening, so the URL decides which of the two subscriptions is meant. A subscription with another URL
 * belongs to another n8n by now and is not changed.
 */
export async function unsubscribe(context: IHookFunctions, credential: string): Promise<boolean> {
  for (const subscriber of Object.values(namesOf(context))) {
    const subscription = await findSubscription(context, credential, subscriber);
    const ours = subscription && subscription.status !== 'detached' && subscription.url === urlOf(context);
    if (ours) await detach(context, credential, subscription.id);
  }
  return true;
}

async function detach(context: IHookFunctions, credential: string, id: unknown): Promise<void> {
  try {
    await callApi(context, credential, { method: 'DELETE', path: `/webhook-subscriptions/${toPathSegment(id)}` });
  } catch (error) {
    const alreadyGone = error instanceof NodeApiError && error.httpCode === '404';
    if (!alreadyGone) throw toNodeFailure(context.getNode(), error);
  }
}
