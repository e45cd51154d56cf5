import { IdParams } from '@lead-nurturing/contracts/common/common';
import { Message, MessageAccepted, SendMessage } from '@lead-nurturing/contracts/messages/message';
import { defineBulkRoute } from '@lead-nurturing/service-kit/bulk';
import { defineRoute, type Route } from '@lead-nurturing/service-kit/http/route';
import type { MessageService } from './message.service';

/** 100 messages with 40 kB of variables each. */
const BULK_BYTES = 4 * 1_048_576;

/**
 * Requests handled at once: a bulk holds up to 8 MB of rendered messages (`REQUEST_BYTES`), a single message up to
 * 2 MB. Further requests wait, and get 503 `BUSY` after a while.
 */
const BULK_CONCURRENCY = 2;
const SEND_CONCURRENCY = 16;

export const messageRoutes = (messages: MessageService): Route[] => [
  defineRoute({
    method: 'post',
    path: '/messages/send',
    operationId: 'sendMessage',
    summary: 'Accept a message, which is sent as soon as the rate limit allows',
    scope: 'messages:write',
    body: SendMessage,
    response: MessageAccepted,
    status: 202,
    fails: [404, 409],
    concurrency: SEND_CONCURRENCY,
    handle: ({ company, body }) => messages.accept(company, body),
  }),
  defineBulkRoute({
    path: '/messages/send/bulk',
    operationId: 'sendMessages',
    summary: 'Accept up to 100 messages, each by itself',
    scope: 'messages:write',
    item: SendMessage,
    result: MessageAccepted,
    status: 202,
    bodyLimit: BULK_BYTES,
    concurrency: BULK_CONCURRENCY,
    handle: ({ company }, items) => messages.acceptAll(company, items),
  }),
  defineRoute({
    method: 'get',
    path: '/messages/:id/status',
    operationId: 'getMessage',
    summary: 'Read the status of a message and its history',
    scope: 'messages:read',
    params: IdParams,
    response: Message,
    handle: ({ company, params }) => messages.get(company, params.id),
  }),
];
