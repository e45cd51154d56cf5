import type { Resource } from '../../../shared/operation';
import * as createDeadLetter from './deadLetter/create';
import * as enroll from './enrollment/enroll';
import * as reportStep from './enrollment/reportStep';
import * as recordEvent from './event/record';
import * as createOrMergeLead from './lead/createOrMerge';
import * as getLead from './lead/get';
import * as getManyLeads from './lead/getMany';
import * as updateLead from './lead/update';
import * as getCursor from './login/getCursor';
import * as ingestBatch from './login/ingestBatch';
import * as getProduct from './product/get';
import * as saveProduct from './product/save';
import * as getScore from './score/get';
import * as evaluateStage from './stage/evaluate';
import * as moveStage from './stage/move';

/** The operations of the node by resource. A new operation is a new file and an entry here. */
export const resources: [Resource, ...Resource[]] = [
  { name: 'Lead', value: 'lead', operations: [createOrMergeLead, getLead, getManyLeads, updateLead] },
  { name: 'Event', value: 'event', operations: [recordEvent] },
  { name: 'Stage', value: 'stage', operations: [evaluateStage, moveStage] },
  { name: 'Score', value: 'score', operations: [getScore] },
  { name: 'Enrollment', value: 'enrollment', operations: [enroll, reportStep] },
  { name: 'Login', value: 'login', operations: [ingestBatch, getCursor] },
  { name: 'Product', value: 'product', operations: [getProduct, saveProduct] },
  { name: 'Dead Letter', value: 'deadLetter', operations: [createDeadLetter] },
];
