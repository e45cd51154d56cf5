import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeProperties,
  type INodeType,
  type INodeTypeBaseDescription,
} from 'n8n-workflow';
import { routeByStage, stageNames } from './route-by-stage';

const properties: INodeProperties[] = [
  {
    displayName: 'Lead ID',
    name: 'lead_id',
    type: 'string',
    required: true,
    default: '={{ $json.data.lead_id }}',
    description: 'ID of the lead to evaluate; a lead that occurs in several items is evaluated once',
  },
  {
    displayName:
      'With "On Error: Continue", failed items go to the first output, User. Choose "Continue (using error output)" to separate them.',
    name: 'failedItemsNotice',
    type: 'notice',
    default: '',
  },
];

export const createStageRouterV1 = (base: INodeTypeBaseDescription): INodeType => ({
  description: {
    ...base,
    version: 1,
    subtitle: 'evaluate and route by stage',
    defaults: { name: base.displayName },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: stageNames.map(() => NodeConnectionTypes.Main),
    outputNames: stageNames,
    credentials: [{ name: 'leadTrackerApi', required: true }],
    properties,
  },

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await routeByStage(this);
  },
});
