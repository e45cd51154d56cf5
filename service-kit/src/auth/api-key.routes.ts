import { z } from 'zod';
import { ApiKey, ApiKeyCreated, CreateApiKey } from '@lead-nurturing/contracts/access/api-key';
import { Id, IdParams, PageQuery, pageOf } from '@lead-nurturing/contracts/common/common';
import { defineRoute, type Route } from '../http/route';
import type { ApiKeys } from './api-key.service';

export const apiKeyRoutes = (keys: ApiKeys): Route[] => [
  defineRoute({
    method: 'post',
    path: '/api-keys',
    operationId: 'createApiKey',
    summary: 'Create an API key; the answer alone shows it',
    scope: 'keys:write',
    body: CreateApiKey,
    response: ApiKeyCreated,
    status: 201,
    handle: ({ company, scopes, body }) => keys.create(company, scopes, body),
  }),
  defineRoute({
    method: 'get',
    path: '/api-keys',
    operationId: 'listApiKeys',
    summary: 'List API keys, oldest first',
    scope: 'keys:read',
    query: PageQuery,
    response: pageOf(ApiKey),
    handle: ({ company, query }) => keys.list(company, query),
  }),
  defineRoute({
    method: 'delete',
    path: '/api-keys/:id',
    operationId: 'deleteApiKey',
    summary: 'Delete an API key; it stops working at once, and the last one with scope * cannot be deleted',
    scope: 'keys:write',
    params: IdParams,
    response: z.object({ id: Id }),
    fails: [404, 409],
    handle: ({ company, scopes, params }) => keys.remove(company, scopes, params.id),
  }),
];
