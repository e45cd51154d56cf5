import { bulkRequest, bulkResponse, IdParams } from '@lead-nurturing/contracts/common/common';
import { Message, MessageAccepted, SendMessage } from '@lead-nurturing/contracts/messages/message';
import { AppError } from '@lead-nurturing/service-kit/errors';
import { errorBody } from '@lead-nurturing/service-kit/http/error-body';
import { defineRoute, type Route } from '@lead-nurturing/service-kit/http/route';
import type { Messages } from './message.service';

/** A hundred messages with plenty of variables. */
const BULK_BYTES = 4 * 1_048_576;

const toBulkResult = (answer: MessageAccepted | AppError, requestId: string) =>
  answer instanceof AppError
    ? { outcome: 'failed' as const, error: errorBody(answer, requestId) }
    : { outcome: 'done' as const, result: answer };

export const messageRoutes = (messages: Messages): Route[] => [
  defineRoute({
    method: 'post',
    path: '/messages/send',
    summary: 'Accept a message; it is sent as soon as the limits allow',
    scope: 'messages:write',
    body: SendMessage,
    response: MessageAccepted,
    status: 202,
    fails: [404, 409],
    handle: ({ company, body }) => messages.accept(company, body),
  }),
  defineRoute({
    method: 'post',
    path: '/messages/send/bulk',
    summary: 'Accept up to a hundred messages, each for itself',
    scope: 'messages:write',
    body: bulkRequest(SendMessage),
    response: bulkResponse(MessageAccepted),
    status: 202,
    bodyLimit: BULK_BYTES,
    handle: async ({ company, requestId, body }) => {
      const answers = await messages.acceptAll(company, body.items);
      return { results: answers.map((answer) => toBulkResult(answer, requestId)) };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/messages/:id/status',
    summary: 'Read a message: its status and every one it had',
    scope: 'messages:read',
    params: IdParams,
    response: Message,
    handle: ({ company, params }) => messages.get(company, params.id),
  }),
];
