import { z } from 'zod';
import { ApiKey, ApiKeyCreated, CreateApiKey } from '@lead-nurturing/contracts/access/api-key';
import { Id, IdParams } from '@lead-nurturing/contracts/common/common';
import { defineRoute, type Route } from '../http/route';
import type { ApiKeys } from './api-key.service';

export const apiKeyRoutes = (keys: ApiKeys): Route[] => [
  defineRoute({
    method: 'post',
    path: '/api-keys',
    summary: 'Create an API key; it is shown this once',
    scope: 'keys:write',
    body: CreateApiKey,
    response: ApiKeyCreated,
    status: 201,
    handle: ({ company, scopes, body }) => keys.create(company, scopes, body),
  }),
  defineRoute({
    method: 'get',
    path: '/api-keys',
    summary: 'List API keys',
    scope: 'keys:read',
    response: z.object({ items: z.array(ApiKey) }),
    handle: ({ company }) => keys.list(company),
  }),
  defineRoute({
    method: 'delete',
    path: '/api-keys/:id',
    summary: 'Delete an API key; it stops working at once',
    scope: 'keys:write',
    params: IdParams,
    response: z.object({ id: Id }),
    handle: ({ company, scopes, params }) => keys.remove(company, scopes, params.id),
  }),
];
