import type { NewDomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import type { AuditDocument } from '../audit/audit.model';
import type { EventDocument } from '../events/event.model';
import type { LeadDocument } from '../leads/lead.model';

import type { IdentityDocument, PersonDocument } from '../people/person.model';
import type { LedgerDocument } from '../scores/ledger.model';

/** Everything one transaction writes about leads; decided in memory, saved at once. */
export interface UnitOfWork {
  newPeople: PersonDocument[];
  people: PersonDocument[];
  identities: IdentityDocument[];
  newLeads: LeadDocument[];
  leads: LeadDocument[];
  events: EventDocument[];
  ledger: LedgerDocument[];
  audit: AuditDocument[];
  domainEvents: NewDomainEvent[];
}

export const emptyUnitOfWork = (): UnitOfWork => ({
  newPeople: [],
  people: [],
  identities: [],
  newLeads: [],
  leads: [],
  events: [],
  ledger: [],
  audit: [],
  domainEvents: [],
});
