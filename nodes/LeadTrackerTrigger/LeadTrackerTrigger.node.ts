import { VersionedNodeType, type INodeTypeBaseDescription } from 'n8n-workflow';
import { createEventTrigger } from '../shared/event-trigger';
import { events } from './v1/events';

const base: INodeTypeBaseDescription = {
  displayName: 'Lead Tracker Trigger',
  name: 'leadTrackerTrigger',
  icon: { light: 'file:../../icons/leadTracker.svg', dark: 'file:../../icons/leadTracker.dark.svg' },
  group: ['trigger'],
  description: 'Starts the workflow when something happens to a lead',
  defaultVersion: 1,
};

export class LeadTrackerTrigger extends VersionedNodeType {
  constructor() {
    super({ 1: createEventTrigger(base, { credential: 'leadTrackerApi', events }) }, base);
  }
}
