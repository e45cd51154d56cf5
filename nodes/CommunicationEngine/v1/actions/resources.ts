import type { Resource } from '../../../shared/operation';
import * as getEngagement from './engagement/get';
import * as getMessageStatus from './message/getStatus';
import * as sendMessage from './message/send';
import * as saveTemplate from './template/save';

/** The operations of the node by resource. A new operation is a new file and an entry here. */
export const resources: [Resource, ...Resource[]] = [
  { name: 'Message', value: 'message', operations: [sendMessage, getMessageStatus] },
  { name: 'Template', value: 'template', operations: [saveTemplate] },
  { name: 'Engagement', value: 'engagement', operations: [getEngagement] },
];
