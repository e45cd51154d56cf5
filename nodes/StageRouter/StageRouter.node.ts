import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';
import { routeByStage } from './route-by-stage';
import { stageNames } from './stages';

export class StageRouter implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Stage Router',
    name: 'stageRouter',
    icon: { light: 'file:../../icons/stageRouter.svg', dark: 'file:../../icons/stageRouter.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: 'evaluate and route by stage',
    description: 'Has the stage of each lead evaluated and sends the item on by the stage the lead is in now',
    defaults: { name: 'Stage Router' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
    outputNames: stageNames,
    credentials: [{ name: 'leadTrackerApi', required: true }],
    properties: [
      {
        displayName: 'Lead ID',
        name: 'lead_id',
        type: 'string',
        required: true,
        default: '={{ $json.data.lead_id }}',
        description: 'The lead whose stage decides; a lead that occurs several times is evaluated once',
      },
      {
        displayName:
          'With "On Error: Continue", failed items leave at the first output, User. Choose "Continue (using error output)" to keep them apart.',
        name: 'failedItemsNotice',
        type: 'notice',
        default: '',
      },
    ],
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await routeByStage(this);
  }
}
