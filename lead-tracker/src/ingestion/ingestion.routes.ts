import { z } from 'zod';
import { IngestionCursor, IngestLogins, LoginsIngested, Source } from '@lead-nurturing/contracts/ingestion/ingestion';
import { defineRoute, type Route } from '@lead-nurturing/service-kit/http/route';
import type { Ingestion } from './ingestion.service';

/** Room for 500 large records. */
const BATCH_BYTES = 4_194_304;
/** Two batches keep the database busy. Each further one would slow down the others and hold a batch in memory. */
const CONCURRENCY = 2;

export const ingestionRoutes = (ingestion: Ingestion): Route[] => [
  defineRoute({
    method: 'post',
    path: '/ingestion/logins',
    operationId: 'ingestLogins',
    summary: 'Ingest a page of CRM logins and move its cursor',
    scope: 'ingestion:write',
    body: IngestLogins,
    bodyLimit: BATCH_BYTES,
    concurrency: CONCURRENCY,
    validatePerItem: 'records',
    response: LoginsIngested,
    handle: ({ body, ...caller }) => ingestion.logins(caller, body),
  }),
  defineRoute({
    method: 'get',
    path: '/ingestion/cursors/:source',
    operationId: 'getIngestionCursor',
    summary: 'Get how far a source has been read',
    scope: 'ingestion:read',
    params: z.strictObject({ source: Source }),
    response: IngestionCursor,
    fails: [],
    handle: ({ company, params }) => ingestion.cursor(company, params.source),
  }),
];
