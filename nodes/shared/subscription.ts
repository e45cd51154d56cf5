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

/** Who we are to the service. Listening in the editor is someone else, so that it never moves the published workflow's place. */
function subscriberOf(context: IHookFunctions | IWebhookFunctions): string {
  const subscriber = `${context.getWorkflow().id ?? 'unsaved'}:${context.getNode().id}`;
  return context.getMode() === 'manual' ? `${subscriber}:test` : subscriber;
}

export async function subscriptionSecret(
  context: IHookFunctions | IWebhookFunctions,
  credential: string,
): Promise<string> {
  const { apiKey } = await context.getCredentials<{ apiKey: string }>(credential);
  return secretFor(apiKey, subscriberOf(context));
}

const urlOf = (context: IHookFunctions): string => context.getNodeWebhookUrl('default') ?? '';

const eventsOf = (context: IHookFunctions): string[] => context.getNodeParameter('events', []) as string[];

async function currentSubscription(context: IHookFunctions, credential: string): Promise<IDataObject | undefined> {
  const qs = { subscriber: subscriberOf(context) };
  const { items } = await callApi(context, credential, { method: 'GET', path: '/webhook-subscriptions', qs });
  return objectsIn(items).find(({ subscriber }) => subscriber === qs.subscriber);
}

const sameEvents = (a: unknown, b: string[]): boolean =>
  Array.isArray(a) && a.length === b.length && b.every((event) => a.includes(event));

/** Whether the service would deliver exactly what the node asks for, here, signed with the current key. */
export async function isSubscribed(context: IHookFunctions, credential: string): Promise<boolean> {
  const subscription = await currentSubscription(context, credential);
  return (
    subscription?.status === 'active' &&
    subscription.url === urlOf(context) &&
    sameEvents(subscription.events, eventsOf(context)) &&
    subscription.secret_fingerprint === fingerprintOf(await subscriptionSecret(context, credential))
  );
}

/** Creates the subscription, or brings the one of this name up to date; deliveries resume where they stopped. */
export async function subscribe(context: IHookFunctions, credential: string): Promise<boolean> {
  const body = {
    subscriber: subscriberOf(context),
    url: urlOf(context),
    events: eventsOf(context),
    secret: await subscriptionSecret(context, credential),
  };
  await callApi(context, credential, { method: 'POST', path: '/webhook-subscriptions', body });
  return true;
}

/** Deliveries stop, the place is kept. One that meanwhile leads elsewhere (another n8n took over) is left alone. */
export async function unsubscribe(context: IHookFunctions, credential: string): Promise<boolean> {
  const subscription = await currentSubscription(context, credential);
  if (subscription?.status !== 'active' || subscription.url !== urlOf(context)) return true;
  try {
    const path = `/webhook-subscriptions/${toPathSegment(subscription.id)}`;
    await callApi(context, credential, { method: 'DELETE', path });
    return true;
  } catch (error) {
    if (error instanceof NodeApiError && error.httpCode === '404') return true;
    throw toNodeFailure(context.getNode(), error);
  }
}
