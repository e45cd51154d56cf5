import type { LeadTrackerFacts } from '@lead-nurturing/contracts/fact';
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

const CREDENTIAL = 'leadTrackerApi';

/** Every fact the Lead Tracker tells: one that is missing or misspelt does not compile. */
const events: Record<keyof typeof LeadTrackerFacts, { name: string; description: string }> = {
  'enrollment.completed': { name: 'Enrollment Completed', description: 'A lead has gone through its whole sequence' },
  'enrollment.exited': { name: 'Enrollment Exited', description: 'A lead has left its sequence before the end' },
  'lead.created': { name: 'Lead Created', description: 'A person appeared for a product' },
  'lead.enrolled': { name: 'Lead Enrolled', description: 'A lead was put on a sequence' },
  'lead.scored': { name: 'Lead Scored', description: 'The score of a lead changed' },
  'lead.stage_changed': { name: 'Lead Stage Changed', description: 'A lead moved on, or was rolled back' },
  'step.due': { name: 'Step Due', description: 'It is time for the next message of a sequence' },
};

export class LeadTrackerTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Lead Tracker Trigger',
    name: 'leadTrackerTrigger',
    icon: { light: 'file:../../icons/leadTracker.svg', dark: 'file:../../icons/leadTracker.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["events"].join(", ") }}',
    description: 'Starts the workflow when something happens to a lead',
    defaults: { name: 'Lead Tracker Trigger' },
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
