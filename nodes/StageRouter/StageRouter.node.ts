import { VersionedNodeType, type INodeTypeBaseDescription } from 'n8n-workflow';
import { createStageRouterV1 } from './v1/node';

const base: INodeTypeBaseDescription = {
  displayName: 'Stage Router',
  name: 'stageRouter',
  icon: { light: 'file:../../icons/stageRouter.svg', dark: 'file:../../icons/stageRouter.dark.svg' },
  group: ['transform'],
  description: 'Evaluates the stage of each lead and sends the item to the output of the stage that the lead is now in',
  defaultVersion: 1,
};

export class StageRouter extends VersionedNodeType {
  constructor() {
    super({ 1: createStageRouterV1(base) }, base);
  }
}
