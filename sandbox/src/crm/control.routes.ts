import { Router } from 'express';
import { notFound } from './crm-error';
import { ArmFault, type Faults } from './faults';
import { AddLogins, type Logins } from './logins';
import type { Contact, Organization } from './records/record';
import type { RequestLedger } from './request-ledger';
import { snapshotOf } from './records/snapshot';
import type { Table } from './records/table';
import { Webhook, type WebhookSender } from './webhook';

interface Controls {
  contacts: Table<Contact>;
  organizations: Table<Organization>;
  logins: Logins;
  faults: Faults;
  ledger: RequestLedger;
  webhook: WebhookSender;
}

const SHOWN = 20;

/** Controls that a real CRM does not have, for tests and for the web page: logins, faults, recorded requests. */
export function controlRoutes({ contacts, organizations, logins, faults, ledger, webhook }: Controls): Router {
  return Router()
    .get('/logins', (_request, response) => void response.json({ data: logins.latest(SHOWN) }))
    .post('/logins', (request, response) => {
      const data = logins.add(AddLogins.parse(request.body ?? {}));
      if (data.length === 0) throw notFound('contact with this product');
      response.status(201).json({ data });
    })
    .get('/requests', (_request, response) => void response.json({ data: ledger.list() }))
    .delete('/requests', (_request, response) => {
      ledger.clear();
      response.status(204).end();
    })
    .get('/snapshot', (_request, response) => {
      response.json(snapshotOf({ contacts: contacts.list(), organizations: organizations.list() }));
    })
    .get('/faults', (_request, response) => void response.json({ data: faults.pending() }))
    .put('/faults', (request, response) => {
      faults.arm(ArmFault.parse(request.body));
      response.json({ data: faults.pending() });
    })
    .delete('/faults', (_request, response) => {
      faults.clear();
      response.status(204).end();
    })
    .put('/webhook', (request, response) => {
      webhook.use(Webhook.parse(request.body));
      response.status(204).end();
    });
}
