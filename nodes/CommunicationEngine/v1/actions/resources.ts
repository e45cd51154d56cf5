import type { Resource } from '../../../shared/operation';
import * as getEngagement from './engagement/get';
import * as getMessageStatus from './message/getStatus';
import * as sendMessage from './message/send';
import * as saveTemplate from './template/save';

/** The node's router and its panel: a new operation is a file and its place here. */
export const resources: [Resource, ...Resource[]] = [
  { name: 'Message', value: 'message', operations: [sendMessage, getMessageStatus] },
  { name: 'Template', value: 'template', operations: [saveTemplate] },
  { name: 'Engagement', value: 'engagement', operations: [getEngagement] },
];
