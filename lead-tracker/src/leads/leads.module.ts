import type { Kit } from '@lead-nurturing/service-kit/kit';
import type { Module } from '@lead-nurturing/service-kit/module';
import type { Write } from '@lead-nurturing/service-kit/mongo/write';
import { createCommit, type Writers } from '@lead-nurturing/service-kit/unit-of-work';
import type { AuditDocument } from '../audit/audit.model';
import type { PersonStore } from '../people/person.store';
import type { ProductStore } from '../products/product.store';
import type { ScoreStore } from '../scores/score.store';
import { createEventStore, type EventStore } from './event.store';
import type { LeadDocuments } from './lead';
import { leadRoutes } from './lead.routes';
import { createLeadService } from './lead.service';
import { createLeadStore, type LeadStore } from './lead.store';
import { createViews, type ViewLead } from './lead-view.service';
import { createUpsertLeads, type UpsertLeads } from './upsert-leads.service';

interface Needs {
  people: PersonStore;
  products: Pick<ProductStore, 'findMany'>;
  scores: ScoreStore;
  audit: { write: Write<AuditDocument> };
}

/** What other features may do with leads. */
export interface LeadAccess {
  leads: LeadStore;
  events: EventStore;
  viewLead: ViewLead;
  upsertLeads: UpsertLeads;
  /** How a unit of work about leads is written; features with documents of their own add them. */
  writers: Writers<LeadDocuments>;
}

/** Leads: one person for one product, what the lead did, and what is known about it. */
export function createLeads(kit: Kit, { people, products, scores, audit }: Needs): Module<LeadAccess> {
  const [leads, events] = [createLeadStore(kit.connection), createEventStore(kit.connection)];
  const writers: Writers<LeadDocuments> = {
    people: people.write,
    identities: people.writeIdentities,
    leads: leads.write,
    events: events.write,
    ledger: scores.write,
    audit: audit.write,
  };
  const commit = createCommit(kit.outbox, writers);
  const views = createViews({ people, events, clock: kit.clock });
  const upsertLeads = createUpsertLeads({ ...kit, people, leads, rulesOf: products.findMany, commit });
  const service = createLeadService({ ...kit, ...views, leads, people, scores, upsertLeads, commit });
  return {
    service: { leads, events, viewLead: views.viewLead, upsertLeads, writers },
    routes: leadRoutes(service),
    workers: [],
  };
}
