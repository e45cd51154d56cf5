import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { propertiesOf, runOperation } from '../shared/operation';
import { resources } from './actions/resources';

export class CommunicationEngine implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Communication Engine',
    name: 'communicationEngine',
    icon: { light: 'file:../../icons/communicationEngine.svg', dark: 'file:../../icons/communicationEngine.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Messages, templates and what leads did with them',
    defaults: { name: 'Communication Engine' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'communicationEngineApi', required: true }],
    properties: propertiesOf(resources),
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperation(this, resources);
  }
}
