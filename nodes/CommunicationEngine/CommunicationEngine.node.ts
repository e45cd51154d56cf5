import { VersionedNodeType, type INodeTypeBaseDescription } from 'n8n-workflow';
import { createCommunicationEngineV1 } from './v1/node';

const base: INodeTypeBaseDescription = {
  displayName: 'Communication Engine',
  name: 'communicationEngine',
  icon: { light: 'file:../../icons/communicationEngine.svg', dark: 'file:../../icons/communicationEngine.dark.svg' },
  group: ['transform'],
  description: 'Send messages, save templates and read the engagement of leads',
  defaultVersion: 1,
};

export class CommunicationEngine extends VersionedNodeType {
  constructor() {
    super({ 1: createCommunicationEngineV1(base) }, base);
  }
}
