import type { INodeProperties } from 'n8n-workflow';

export const channelField: INodeProperties = {
  displayName: 'Channel',
  name: 'channel',
  type: 'options',
  required: true,
  options: [
    { name: 'Chatbot', value: 'chatbot' },
    { name: 'Email', value: 'email' },
    { name: 'WhatsApp', value: 'whatsapp' },
  ],
  default: 'email',
};

export const leadIdField: INodeProperties = {
  displayName: 'Lead ID',
  name: 'lead_id',
  type: 'string',
  required: true,
  default: '={{ $json.data.lead_id }}',
  description: 'ID of the lead in the Lead Tracker',
};
