import type { DomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import {
  NodeConnectionTypes,
  type IHookFunctions,
  type INodeProperties,
  type INodePropertyOptions,
  type INodeType,
  type INodeTypeBaseDescription,
  type IWebhookDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
} from 'n8n-workflow';
import { objectsIn, textOr } from './json';
import { isGenuine } from './signature';
import { isSubscribed, subscribe, subscriptionSecret, unsubscribe } from './subscription';

export interface EventTrigger {
  /** The credential of the service that publishes the events. */
  credential: string;
  /** The domain events the service publishes, by type, as the Events field lists them. */
  events: Record<string, { name: string; description: string }>;
}

/** Version 1 of a trigger node: subscribes to domain events of one service and starts the workflow for each delivery. */
export const createEventTrigger = (
  base: INodeTypeBaseDescription,
  { credential, events }: EventTrigger,
): INodeType => ({
  description: {
    ...base,
    version: 1,
    subtitle: '={{ $parameter["events"].join(", ") }}',
    defaults: { name: base.displayName },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: credential, required: true }],
    webhooks: [deliveryWebhook],
    properties: [eventsField(Object.entries(events).map(([value, option]) => ({ ...option, value })))],
  },
  webhookMethods: {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return await isSubscribed(this, credential);
      },
      async create(this: IHookFunctions): Promise<boolean> {
        return await subscribe(this, credential);
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        return await unsubscribe(this, credential);
      },
    },
  },
  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receiveDelivery(this, credential);
  },
});

/**
 * n8n answers the delivery after the workflow has run: 200 when it succeeded, 500 when it failed. The service counts the
 * events as processed only on 200. `noData` keeps the output of the last node out of the answer.
 */
const deliveryWebhook: IWebhookDescription = {
  name: 'default',
  httpMethod: 'POST',
  responseMode: 'lastNode',
  responseData: 'noData',
  path: 'events',
};

const eventsField = (options: INodePropertyOptions[]): INodeProperties => ({
  displayName: 'Events',
  name: 'events',
  type: 'multiOptions',
  required: true,
  options,
  default: [],
  description: 'The domain events to subscribe to; each event becomes one item',
});

/** One item for each event of a genuine delivery; a forged or old delivery is answered 401 and starts nothing. */
async function receiveDelivery(context: IWebhookFunctions, credential: string): Promise<IWebhookResponseData> {
  const secret = await subscriptionSecret(context, credential);
  const { rawBody } = context.getRequestObject();
  if (!isGenuine({ headers: context.getHeaderData(), rawBody, secret, now: Date.now() })) {
    context.getResponseObject().status(401).json({ message: 'The signature is missing, wrong or too old.' });
    return { noWebhookResponse: true };
  }
  const wanted = context.getNodeParameter('events', []) as DomainEvent['type'][];
  const events = objectsIn(context.getBodyData().events).filter(({ type }) => wanted.includes(textOr('', type)));
  // Events of an earlier selection may still arrive: the delivery is acknowledged and the workflow does not run.
  if (events.length === 0) return { webhookResponse: '' };
  return { workflowData: [events.map((json) => ({ json }))] };
}
