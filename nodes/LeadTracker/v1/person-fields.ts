import type { Channel } from '@lead-nurturing/contracts/common/channel';
import type { UpdateLead } from '@lead-nurturing/contracts/leads/lead';
import type { INodeProperties } from 'n8n-workflow';
import { given, unlessEmpty, type Given } from '../../shared/json';

/** The collection as the panel holds it: flat, so that each field can be found by its name. */
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

/** The contract's nested shape from the panel's flat one; what was left blank is not sent. */
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
    description: 'Your own word for where the conversation stands; the stage is kept apart from it',
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
    description: 'What the person said they like; whether they may be written to is decided when a message is sent',
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
