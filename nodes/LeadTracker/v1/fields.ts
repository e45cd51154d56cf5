import type { INodeProperties } from 'n8n-workflow';

export const leadIdField: INodeProperties = {
  displayName: 'Lead ID',
  name: 'lead_id',
  type: 'string',
  required: true,
  default: '={{ $json.data.lead_id }}',
  placeholder: 'e.g. 0192f3c4-7d1e',
  description: 'The lead, as the triggers and the other operations give it',
};

export const productIdField: INodeProperties = {
  displayName: 'Product ID',
  name: 'product_id',
  type: 'string',
  required: true,
  default: '',
  placeholder: 'e.g. acme-analytics',
  description: 'Letters, digits, _, - and, not in front, dots',
};

export const sourceField: INodeProperties = {
  displayName: 'Source',
  name: 'source',
  type: 'string',
  required: true,
  default: 'crm',
  placeholder: 'e.g. crm',
  description: 'Name of the system the logins come from; it has one cursor',
};

export const idempotencyKeyField: INodeProperties = {
  displayName: 'Idempotency Key',
  name: 'idempotency_key',
  type: 'string',
  required: true,
  default: '={{ $json.event_id }}',
  description: 'Names what happened: the same key a second time changes nothing and gets the first answer',
};

/** For what may also be done without a trigger's fact, and then has no key. */
export const optionalIdempotencyKeyField: INodeProperties = { ...idempotencyKeyField, required: false };

/** The stages in order (contracts, STAGES). */
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
