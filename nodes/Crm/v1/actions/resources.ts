import type { Resource } from '../../../shared/operation';
import * as getContact from './contact/get';
import * as getContacts from './contact/getMany';
import * as getLoginEvents from './loginEvent/getMany';
import * as getOrganization from './organization/get';
import * as getOrganizations from './organization/getMany';

/** The operations of the node by resource. A new operation is a new file and an entry here. */
export const resources: [Resource, ...Resource[]] = [
  { name: 'Login Event', value: 'loginEvent', operations: [getLoginEvents] },
  { name: 'Contact', value: 'contact', operations: [getContact, getContacts] },
  { name: 'Organization', value: 'organization', operations: [getOrganization, getOrganizations] },
];
