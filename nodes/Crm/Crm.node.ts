import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { propertiesOf, runOperation } from '../shared/operation';
import { resources } from './actions/resources';

export class Crm implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'CRM',
    name: 'crm',
    icon: { light: 'file:../../icons/crm.svg', dark: 'file:../../icons/crm.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Read logins, contacts and organizations; nothing is ever written to the CRM',
    defaults: { name: 'CRM' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'crmApi', required: true }],
    properties: propertiesOf(resources),
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperation(this, resources);
  }
}
