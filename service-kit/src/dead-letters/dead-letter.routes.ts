import { IdParams, pageOf } from '@lead-nurturing/contracts/common/common';
import { CreateDeadLetter, DeadLetter, DeadLetterQuery } from '@lead-nurturing/contracts/common/dead-letter';
import { defineRoute, type Route } from '../http/route';
import type { DeadLetters } from './dead-letter.service';

/** Both services list and read their dead letters. */
export const deadLetterRoutes = (deadLetters: DeadLetters): Route[] => [
  defineRoute({
    method: 'get',
    path: '/dead-letters',
    operationId: 'listDeadLetters',
    summary: 'List dead letters, newest first',
    scope: 'dead-letters:read',
    query: DeadLetterQuery,
    response: pageOf(DeadLetter),
    handle: ({ company, query }) => deadLetters.list(company, query),
  }),
  defineRoute({
    method: 'get',
    path: '/dead-letters/:id',
    operationId: 'getDeadLetter',
    summary: 'Read a dead letter',
    scope: 'dead-letters:read',
    params: IdParams,
    response: DeadLetter,
    handle: ({ company, params }) => deadLetters.get(company, params.id),
  }),
];

/** Only the Lead Tracker keeps failed executions of n8n. */
export const workflowDeadLetterRoute = (deadLetters: DeadLetters): Route =>
  defineRoute({
    method: 'post',
    path: '/dead-letters',
    operationId: 'reportWorkflowFailure',
    summary: 'Keep a failed workflow execution as a dead letter',
    scope: 'dead-letters:write',
    body: CreateDeadLetter,
    response: DeadLetter,
    handle: ({ company, body }) => deadLetters.ofWorkflow(company, body),
  });
