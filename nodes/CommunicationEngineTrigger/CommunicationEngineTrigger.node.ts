import { VersionedNodeType, type INodeTypeBaseDescription } from 'n8n-workflow';
import { createEventTrigger } from '../shared/event-trigger';
import { events } from './v1/events';

const base: INodeTypeBaseDescription = {
  displayName: 'Communication Engine Trigger',
  name: 'communicationEngineTrigger',
  icon: { light: 'file:../../icons/communicationEngine.svg', dark: 'file:../../icons/communicationEngine.dark.svg' },
  group: ['trigger'],
  description: 'Starts the workflow when something happens to a message',
  defaultVersion: 1,
};

export class CommunicationEngineTrigger extends VersionedNodeType {
  constructor() {
    super({ 1: createEventTrigger(base, { credential: 'communicationEngineApi', events }) }, base);
  }
}
