import type { Resource } from '../../../shared/operation';
import * as getContact from './contact/get';
import * as getContacts from './contact/getMany';
import * as getLoginEvents from './loginEvent/getMany';
import * as getOrganization from './organization/get';
import * as getOrganizations from './organization/getMany';

/** The node's router and its panel: a new operation is a file and its place here. */
export const resources: [Resource, ...Resource[]] = [
  { name: 'Login Event', value: 'loginEvent', operations: [getLoginEvents] },
  { name: 'Contact', value: 'contact', operations: [getContact, getContacts] },
  { name: 'Organization', value: 'organization', operations: [getOrganization, getOrganizations] },
];
