import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { propertiesOf, runOperation } from '../shared/operation';
import { resources } from './actions/resources';

export class LeadTracker implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Lead Tracker',
    name: 'leadTracker',
    icon: { light: 'file:../../icons/leadTracker.svg', dark: 'file:../../icons/leadTracker.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Leads, their events, scores, stages and sequences',
    defaults: { name: 'Lead Tracker' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'leadTrackerApi', required: true }],
    properties: propertiesOf(resources),
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperation(this, resources);
  }
}
