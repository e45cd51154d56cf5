import type { EventChannel } from '@lead-nurturing/contracts/common/channel';
import type { EventMetadata, EventType, RecordLeadEvent } from '@lead-nurturing/contracts/leads/event';
import type { IExecuteFunctions, INodePropertyOptions } from 'n8n-workflow';
import type { OperationDescription } from '../../../../shared/operation';
import { idempotencyKeyField, leadIdField } from '../../fields';
import { inBulk } from '../../transport';

/** Every event type of the contract: a missing or misspelt type does not compile. */
const eventTypes: Record<EventType, string> = {
  bounced: 'Bounced',
  chatbot_interaction: 'Chatbot Interaction',
  complained: 'Complained',
  conversion: 'Conversion',
  custom: 'Custom',
  delivered: 'Delivered',
  email_click: 'Email Click',
  email_open: 'Email Open',
  failed: 'Failed',
  feature_used: 'Feature Used',
  form_submit: 'Form Submit',
  login: 'Login',
  page_view: 'Page View',
  unsubscribed: 'Unsubscribed',
  whatsapp_delivered: 'WhatsApp Delivered',
  whatsapp_read: 'WhatsApp Read',
  whatsapp_reply: 'WhatsApp Reply',
};

const eventTypeOptions: INodePropertyOptions[] = Object.entries(eventTypes).map(([value, name]) => ({ name, value }));

export const description: OperationDescription = {
  name: 'Record',
  value: 'record',
  action: 'Record events',
  description: 'Record what a person did; the score of the lead changes with it',
  fields: [
    leadIdField,
    {
      displayName: 'Event Type',
      name: 'event_type',
      type: 'options',
      required: true,
      options: eventTypeOptions,
      default: 'custom',
    },
    {
      displayName: 'Channel',
      name: 'channel',
      type: 'options',
      required: true,
      options: [
        { name: 'Chatbot', value: 'chatbot' },
        { name: 'Email', value: 'email' },
        { name: 'Product', value: 'product' },
        { name: 'WhatsApp', value: 'whatsapp' },
      ],
      default: 'product',
      description: 'Where it happened',
    },
    {
      displayName: 'Timestamp',
      name: 'timestamp',
      type: 'string',
      required: true,
      default: '={{ $json.occurred_at }}',
      placeholder: 'e.g. 2026-01-31T09:00:00Z',
      description: 'When it happened, ISO 8601 with an offset',
    },
    {
      displayName: 'Metadata',
      name: 'metadata',
      type: 'json',
      default: '{}',
      description:
        'JSON with further data: message_id, the feature of a feature_used event, the name of a conversion, or your own keys',
    },
    idempotencyKeyField,
  ],
};

const bodyOf = (context: IExecuteFunctions, itemIndex: number): RecordLeadEvent => ({
  lead_id: context.getNodeParameter('lead_id', itemIndex) as string,
  event_type: context.getNodeParameter('event_type', itemIndex) as EventType,
  channel: context.getNodeParameter('channel', itemIndex) as EventChannel,
  timestamp: context.getNodeParameter('timestamp', itemIndex) as string,
  metadata: context.getNodeParameter('metadata', itemIndex, {}, { ensureType: 'object' }) as EventMetadata,
  idempotency_key: context.getNodeParameter('idempotency_key', itemIndex) as string,
});

export const execute = inBulk('/leads/events/bulk', bodyOf);
