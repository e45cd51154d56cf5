import { Router } from 'express';
import { PageQuery } from './cursor';
import type { Faults } from './faults';
import { Contact, Organization } from './records/record';
import { recordRoutes } from './records/record.routes';
import type { Table } from './records/table';
import type { Tokens } from './tokens';

interface Api {
  contacts: Table<Contact>;
  organizations: Table<Organization>;
  tokens: Tokens;
  faults: Faults;
  newId: () => string;
}

/** The CRM's public API; each route requires a bearer token. */
export function apiRoutes({ contacts, organizations, tokens, faults, newId }: Api): Router {
  return Router()
    .use((request, _response, next) => {
      tokens.check(request.get('authorization'));
      next();
    }, faults.beforeRead)
    .get('/login-events', (request, response) => {
      response.json(faults.readLogins(PageQuery.parse(request.query)));
    })
    .use('/contacts', recordRoutes({ kind: 'contact', schema: Contact, table: contacts, newId }))
    .use('/organizations', recordRoutes({ kind: 'organization', schema: Organization, table: organizations, newId }));
}
