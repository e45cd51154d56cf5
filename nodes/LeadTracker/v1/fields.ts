import type { INodeProperties } from 'n8n-workflow';

export const leadIdField: INodeProperties = {
  displayName: 'Lead ID',
  name: 'lead_id',
  type: 'string',
  required: true,
  default: '={{ $json.data.lead_id }}',
  placeholder: 'e.g. 0192f3c4-7d1e',
  description: 'ID of the lead, as the triggers and the other operations put it out',
};

export const productIdField: INodeProperties = {
  displayName: 'Product ID',
  name: 'product_id',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. acme-analytics',
  description: 'Letters, digits, _, - and dots; the first character is not a dot',
};

export const sourceField: INodeProperties = {
  displayName: 'Source',
  name: 'source',
  type: 'string',
  required: true,
  default: 'crm',
  placeholder: 'e.g. crm',
  description: 'Name of the system that the logins come from; each source has one cursor',
};

export const idempotencyKeyField: INodeProperties = {
  displayName: 'Idempotency Key',
  name: 'idempotency_key',
  type: 'string',
  required: true,
  default: '={{ $json.event_id }}',
  description: 'Identifies what happened: a second request with the same key changes nothing and gets the first answer',
};

/** For operations that also run without a domain event; such a run has no key. */
export const optionalIdempotencyKeyField: INodeProperties = { ...idempotencyKeyField, required: false };

/** The stages, in the order of STAGES (contracts). */
export const stageField: INodeProperties = {
  displayName: 'Stage',
  name: 'stage',
  type: 'options',
  required: true,
  options: [
    { name: 'User', value: 'User' },
    { name: 'Engaged Lead', value: 'Engaged_Lead' },
    { name: 'Qualified Lead', value: 'Qualified_Lead' },
    { name: 'Customer', value: 'Customer' },
  ],
  default: 'User',
};
