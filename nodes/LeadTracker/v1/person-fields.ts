import type { Channel } from '@lead-nurturing/contracts/common/channel';
import type { UpdateLead } from '@lead-nurturing/contracts/leads/lead';
import type { INodeProperties } from 'n8n-workflow';
import { given, unlessEmpty, type Given } from '../../shared/json';

/** The collection as the node's parameters hold it: flat, because the editor finds fields by name. */
export interface PersonCollection {
  name?: string;
  email?: string;
  phone?: string;
  preferred_channel?: Channel;
  job_title?: string;
  company_size?: string;
  industry?: string;
  timezone?: string;
  locale?: string;
  organization_id?: string;
  trial_status?: string;
  lead_status?: string;
  temperature?: 'cold' | 'warm' | 'hot';
  tags?: string | string[];
}

const listOf = (tags: string | string[]): string[] =>
  (typeof tags === 'string' ? tags.split(',') : tags).map((tag) => tag.trim()).filter((tag) => tag !== '');

/** The nested shape of the contract from the flat collection, without empty fields. */
export function toLeadFields(collection: PersonCollection): Given<UpdateLead> {
  const { email, phone, preferred_channel, job_title, company_size, industry, tags, ...plain } = collection;
  return {
    ...given(plain),
    ...given({
      contact_info: unlessEmpty(given({ email, phone, preferred_channel })),
      demographics: unlessEmpty(given({ job_title, company_size, industry })),
      tags: unlessEmpty(listOf(tags ?? [])),
    }),
  };
}

export const personOptions: INodeProperties[] = [
  { displayName: 'Company Size', name: 'company_size', type: 'string', default: '', placeholder: 'e.g. 51-200' },
  { displayName: 'Email', name: 'email', type: 'string', placeholder: 'name@email.com', default: '' },
  { displayName: 'Industry', name: 'industry', type: 'string', default: '' },
  { displayName: 'Job Title', name: 'job_title', type: 'string', default: '' },
  {
    displayName: 'Lead Status',
    name: 'lead_status',
    type: 'string',
    default: '',
    description: 'Your own status of the conversation; the stage does not depend on it',
  },
  { displayName: 'Locale', name: 'locale', type: 'string', default: '', placeholder: 'e.g. en-GB' },
  { displayName: 'Name', name: 'name', type: 'string', default: '' },
  { displayName: 'Organization ID', name: 'organization_id', type: 'string', default: '' },
  { displayName: 'Phone', name: 'phone', type: 'string', default: '', placeholder: 'e.g. +49 30 1234567' },
  {
    displayName: 'Preferred Channel',
    name: 'preferred_channel',
    type: 'options',
    options: [
      { name: 'Chatbot', value: 'chatbot' },
      { name: 'Email', value: 'email' },
      { name: 'WhatsApp', value: 'whatsapp' },
    ],
    default: 'email',
    description: 'The channel that the person prefers; whether a message may be sent is decided when it is sent',
  },
  { displayName: 'Tags', name: 'tags', type: 'string', default: '', description: 'Comma-separated list of tags' },
  {
    displayName: 'Temperature',
    name: 'temperature',
    type: 'options',
    options: [
      { name: 'Cold', value: 'cold' },
      { name: 'Hot', value: 'hot' },
      { name: 'Warm', value: 'warm' },
    ],
    default: 'warm',
  },
  { displayName: 'Timezone', name: 'timezone', type: 'string', default: '', placeholder: 'e.g. Europe/Berlin' },
  { displayName: 'Trial Status', name: 'trial_status', type: 'string', default: '', placeholder: 'e.g. active' },
];
