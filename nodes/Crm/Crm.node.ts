import { VersionedNodeType, type INodeTypeBaseDescription } from 'n8n-workflow';
import { createCrmV1 } from './v1/node';

const base: INodeTypeBaseDescription = {
  displayName: 'CRM',
  name: 'crm',
  icon: { light: 'file:../../icons/crm.svg', dark: 'file:../../icons/crm.dark.svg' },
  group: ['transform'],
  description: 'Read logins, contacts and organizations; the node cannot write to the CRM',
  defaultVersion: 1,
};

export class Crm extends VersionedNodeType {
  constructor() {
    super({ 1: createCrmV1(base) }, base);
  }
}
