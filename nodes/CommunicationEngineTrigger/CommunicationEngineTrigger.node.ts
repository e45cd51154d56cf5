import type { CommunicationEngineFacts } from '@lead-nurturing/contracts/fact';
import {
  NodeConnectionTypes,
  type IHookFunctions,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
} from 'n8n-workflow';
import { deliveryWebhook, eventOptions, eventsField, receiveDelivery } from '../shared/event-trigger';
import { isSubscribed, subscribe, unsubscribe } from '../shared/subscription';

const CREDENTIAL = 'communicationEngineApi';

/** Every fact the Communication Engine tells: one that is missing or misspelt does not compile. */
const events: Record<keyof typeof CommunicationEngineFacts, { name: string; description: string }> = {
  'message.clicked': { name: 'Message Clicked', description: 'A person followed a link' },
  'message.failed': { name: 'Message Failed', description: 'A message was refused or given up on' },
  'message.opened': { name: 'Message Opened', description: 'A person opened a message' },
  'message.skipped': { name: 'Message Skipped', description: 'We decided not to send a message' },
  'message.submitted': { name: 'Message Submitted', description: 'The provider took a message' },
  'message.unsubscribed': { name: 'Message Unsubscribed', description: 'A person does not want to hear from us' },
};

export class CommunicationEngineTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Communication Engine Trigger',
    name: 'communicationEngineTrigger',
    icon: { light: 'file:../../icons/communicationEngine.svg', dark: 'file:../../icons/communicationEngine.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["events"].join(", ") }}',
    description: 'Starts the workflow when something happens to a message',
    defaults: { name: 'Communication Engine Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: CREDENTIAL, required: true }],
    webhooks: [deliveryWebhook],
    properties: [eventsField(eventOptions(events))],
  };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return await isSubscribed(this, CREDENTIAL);
      },
      async create(this: IHookFunctions): Promise<boolean> {
        return await subscribe(this, CREDENTIAL);
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        return await unsubscribe(this, CREDENTIAL);
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receiveDelivery(this, CREDENTIAL);
  }
}
