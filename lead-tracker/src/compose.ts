import type { Scope } from '@lead-nurturing/contracts/access/api-key';
import { LeadTrackerEvents } from '@lead-nurturing/contracts/webhooks/domain-event';
import { workflowDeadLetterRoute } from '@lead-nurturing/service-kit/dead-letters/dead-letter.routes';
import { createApps } from '@lead-nurturing/service-kit/http/app';
import type { HttpClient } from '@lead-nurturing/service-kit/http-client/http-client';
import { createKit } from '@lead-nurturing/service-kit/kit';
import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { Log } from '@lead-nurturing/service-kit/runtime/log';
import { createAudit } from './audit/audit.module';
import { createEnrollments } from './enrollments/enrollments.module';
import { createEvents } from './events/events.module';
import { createIngestion } from './ingestion/ingestion.module';
import { createLeads } from './leads/leads.module';
import { createPeople } from './people/people.module';
import { createProducts } from './products/products.module';
import { createScores } from './scores/scores.module';
import { createSequences } from './sequences/sequences.module';
import { createStages } from './stages/stages.module';

interface Parts {
  connection: Connection;
  clock: Clock;
  log: Log;
  http: HttpClient;
}

/** The scopes that the Lead Tracker's nodes and trigger need; the key of n8n has no others. */
export const N8N_SCOPES: Scope[] = [
  'dead-letters:write',
  'enrollments:write',
  'ingestion:read',
  'ingestion:write',
  'leads:read',
  'leads:write',
  'products:read',
  'products:write',
  'webhooks:read',
  'webhooks:write',
];

/** The paths of the service on its API page. */
const TAGS = {
  leads: 'Leads with their people, events, scores and stages.',
  ingestion: 'Logins read from a CRM, and how far it was read.',
  products: 'Products with their scoring, conversion goals and sequences.',
  enrollments: "Leads on their way through a product's sequence.",
};

export type LeadTracker = ReturnType<typeof composeLeadTracker>;

/** Wires the Lead Tracker: its features in the order of who needs whom. Nothing runs or listens until it is started. */
export function composeLeadTracker({ connection, clock, log, http }: Parts) {
  const kit = createKit({
    connection,
    clock,
    log,
    http,
    domainEvents: LeadTrackerEvents,
    eventScope: 'leads:read',
    n8nScopes: N8N_SCOPES,
  });
  const sequences = createSequences(kit);
  const products = createProducts(kit, { sequences: sequences.service });
  const people = createPeople(kit);
  const scores = createScores(kit);
  const audit = createAudit(kit);
  const leads = createLeads(kit, {
    people: people.service,
    products: products.service,
    scores: scores.service,
    audit: audit.service,
  });
  const enrollments = createEnrollments(kit, {
    leads: leads.service.leads,
    people: people.service,
    products: products.service,
    sequences: sequences.service,
  });
  const needs = { leads: leads.service, products: products.service, enrollments: enrollments.service };
  const events = createEvents(kit, needs);
  const stages = createStages(kit, needs);
  const ingestion = createIngestion(kit, leads.service);

  const modules = [sequences, products, people, scores, audit, leads, enrollments, events, stages, ingestion];
  const apps = createApps({
    title: 'Lead Tracker',
    version: '0.1.0',
    tags: TAGS,
    domainEvents: LeadTrackerEvents,
    log,
    routes: [...modules.flatMap(({ routes }) => routes), workflowDeadLetterRoute(kit.deadLetters), ...kit.routes],
    keys: kit.findKey,
    ready: kit.ready,
  });
  return {
    ...apps,
    prepare: kit.prepare,
    startWorkers: () => [...modules.flatMap(({ workers }) => workers.map((start) => start())), kit.startOutbox()],
  };
}
