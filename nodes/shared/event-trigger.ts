import type { Fact } from '@lead-nurturing/contracts/fact';
import type {
  INodeProperties,
  INodePropertyOptions,
  IWebhookDescription,
  IWebhookFunctions,
  IWebhookResponseData,
} from 'n8n-workflow';
import { objectsIn, textOr } from './json';
import { isGenuine } from './signature';
import { subscriptionSecret } from './subscription';

/**
 * n8n answers when the workflow has run, 500 when it failed: only then may the service take the facts for processed.
 * What the last node put out is nobody's business there.
 */
export const deliveryWebhook: IWebhookDescription = {
  name: 'default',
  httpMethod: 'POST',
  responseMode: 'lastNode',
  responseData: 'noData',
  path: 'events',
};

export const eventOptions = (events: Record<string, { name: string; description: string }>): INodePropertyOptions[] =>
  Object.entries(events).map(([value, option]) => ({ ...option, value }));

export const eventsField = (options: INodePropertyOptions[]): INodeProperties => ({
  displayName: 'Events',
  name: 'events',
  type: 'multiOptions',
  required: true,
  options,
  default: [],
  description: 'What to be told about; each event is one item',
});

/** One item for each fact of a genuine delivery; a forged or old one is refused before it reaches the workflow. */
export async function receiveDelivery(context: IWebhookFunctions, credential: string): Promise<IWebhookResponseData> {
  const secret = await subscriptionSecret(context, credential);
  const { rawBody } = context.getRequestObject();
  if (!isGenuine({ headers: context.getHeaderData(), rawBody, secret, now: Date.now() })) {
    context.getResponseObject().status(401).json({ message: 'The signature is missing, wrong or too old.' });
    return { noWebhookResponse: true };
  }
  const wanted = context.getNodeParameter('events', []) as Fact['type'][];
  const facts = objectsIn(context.getBodyData().events).filter(({ type }) => wanted.includes(textOr('', type)));
  // Facts of an earlier choice of events may still be on their way: they are taken, and the workflow does not run.
  if (facts.length === 0) return { webhookResponse: '' };
  return { workflowData: [facts.map((json) => ({ json }))] };
}
