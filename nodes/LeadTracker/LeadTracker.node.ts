import { VersionedNodeType, type INodeTypeBaseDescription } from 'n8n-workflow';
import { createLeadTrackerV1 } from './v1/node';

const base: INodeTypeBaseDescription = {
  displayName: 'Lead Tracker',
  name: 'leadTracker',
  icon: { light: 'file:../../icons/leadTracker.svg', dark: 'file:../../icons/leadTracker.dark.svg' },
  group: ['transform'],
  description: 'Work with leads, their events, scores, stages and sequences',
  defaultVersion: 1,
};

export class LeadTracker extends VersionedNodeType {
  constructor() {
    super({ 1: createLeadTrackerV1(base) }, base);
  }
}
