import { z } from 'zod';
import { IngestionCursor, IngestLogins, LoginsIngested, Source } from '@lead-nurturing/contracts/ingestion/ingestion';
import { defineRoute, type Route } from '@lead-nurturing/service-kit/http/route';
import type { Ingestion } from './ingestion.service';

/** 500 records with room to spare. */
const BATCH_BYTES = 4_194_304;
/** Keep the database busy; each more makes all of them slower and costs the memory of a batch. */
const CONCURRENCY = 2;

export const ingestionRoutes = (ingestion: Ingestion): Route[] => [
  defineRoute({
    method: 'post',
    path: '/ingestion/logins',
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
    summary: 'Get how far a source has been read',
    scope: 'ingestion:read',
    params: z.strictObject({ source: Source }),
    response: IngestionCursor,
    fails: [],
    handle: ({ company, params }) => ingestion.cursor(company, params.source),
  }),
];
