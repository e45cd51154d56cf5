import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeBaseDescription,
} from 'n8n-workflow';
import { propertiesOf, runOperation } from '../../shared/operation';
import { resources } from './actions/resources';

export const createCrmV1 = (base: INodeTypeBaseDescription): INodeType => ({
  description: {
    ...base,
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    defaults: { name: base.displayName },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'crmApi', required: true }],
    properties: propertiesOf(resources),
  },

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperation(this, resources);
  },
});
