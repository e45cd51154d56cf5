import type { Scope } from '@lead-nurturing/contracts/access/api-key';
import { LeadTrackerEvents } from '@lead-nurturing/contracts/webhooks/domain-event';
import { createKit, type Kit } from '@lead-nurturing/service-kit/kit';
import { createApps } from '@lead-nurturing/service-kit/http/app';
import { workflowDeadLetterRoute } from '@lead-nurturing/service-kit/dead-letters/dead-letter.routes';
import type { HttpClient } from '@lead-nurturing/service-kit/http-client/http-client';
import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { newId, type Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { Log } from '@lead-nurturing/service-kit/runtime/log';
import { auditModel } from './audit/audit.model';
import { createCommit } from './unit-of-work/commit.store';
import { createEnrollments } from './enrollments/enrollment.service';
import { createEnrollmentStore } from './enrollments/enrollment.store';
import { enrollmentRoutes } from './enrollments/enrollment.routes';
import { createExitEnrollments } from './enrollments/exit-enrollments.service';
import { startScheduler } from './enrollments/scheduler.worker';
import { eventRoutes } from './events/event.routes';
import { createEvents } from './events/event.service';
import { createEventStore } from './events/event.store';
import { ingestionRoutes } from './ingestion/ingestion.routes';
import { createIngestion } from './ingestion/ingestion.service';
import { createIngestionStore } from './ingestion/ingestion.store';
import { leadRoutes } from './leads/lead.routes';
import { createLeads } from './leads/lead.service';
import { createLeadStore } from './leads/lead.store';
import { createViews } from './leads/view-lead.service';
import { createUpsertLeads } from './leads/upsert-leads.service';
import { createPersonStore } from './people/person.store';
import { productRoutes } from './products/product.routes';
import { createProducts } from './products/product.service';
import { createProductStore } from './products/product.store';
import { scoreRoutes } from './scores/score.routes';
import { createScores } from './scores/score.service';
import { createScoreStore } from './scores/score.store';
import { createSequenceStore } from './sequences/sequence.store';
import { stageRoutes } from './stages/stage.routes';
import { createStages } from './stages/stage.service';

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

export type LeadTracker = ReturnType<typeof composeLeadTracker>;

function createStores(connection: Connection) {
  // Written with its changes and read by nobody yet but its index.
  auditModel(connection);
  return {
    leads: createLeadStore(connection),
    people: createPersonStore(connection),
    products: createProductStore(connection),
    sequences: createSequenceStore(connection),
    events: createEventStore(connection),
    scores: createScoreStore(connection),
    enrollments: createEnrollmentStore(connection),
  };
}

/** What several features do the same way. */
function createShared({ connection, clock, log }: Parts, kit: Kit) {
  const stores = createStores(connection);
  const { people, events, enrollments } = stores;
  const basics = {
    connection,
    clock,
    log,
    newId,
    outbox: kit.outbox,
    inTransaction: kit.inTransaction,
    idempotent: kit.idempotent,
    deadLetters: kit.deadLetters,
  };
  return {
    ...basics,
    ...stores,
    commit: createCommit(connection, kit.outbox),
    ...createViews(people, events, clock),
    upsertLeads: createUpsertLeads({ ...basics, ...stores }),
    exitEnrollments: createExitEnrollments(enrollments),
  };
}

/** Wires the Lead Tracker; nothing runs and nothing listens until asked to. */
export function composeLeadTracker(parts: Parts) {
  const { connection, clock, log, http } = parts;
  const kit = createKit({
    connection,
    clock,
    log,
    http,
    domainEvents: LeadTrackerEvents,
    eventScope: 'leads:read',
    n8nScopes: N8N_SCOPES,
  });
  const shared = createShared(parts, kit);
  const routes = [
    ...leadRoutes(createLeads(shared)),
    ...eventRoutes(createEvents(shared)),
    ...scoreRoutes(createScores(shared.leads, shared.scores)),
    ...stageRoutes(createStages(shared)),
    ...ingestionRoutes(createIngestion({ ...shared, ingestion: createIngestionStore(connection, clock) })),
    ...productRoutes(createProducts(shared)),
    ...enrollmentRoutes(createEnrollments(shared)),
    workflowDeadLetterRoute(kit.deadLetters),
    ...kit.routes,
  ];
  const apps = createApps({
    title: 'Lead Tracker',
    version: '0.1.0',
    log,
    routes,
    keys: kit.findKey,
    ready: kit.ready,
  });
  return { ...apps, prepare: kit.prepare, startWorkers: () => [startScheduler(shared), kit.startOutbox()] };
}
