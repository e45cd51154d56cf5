import { bulkRequest, bulkResponse, IdParams } from '@lead-nurturing/contracts/common/common';
import { EventRecorded, RecordEvent, RecordLeadEvent } from '@lead-nurturing/contracts/leads/event';
import { handleBulk } from '@lead-nurturing/service-kit/bulk';
import { defineRoute, type Route } from '@lead-nurturing/service-kit/http/route';
import type { Events } from './event.service';

export const eventRoutes = (events: Events): Route[] => [
  defineRoute({
    method: 'post',
    path: '/leads/:id/events',
    summary: 'Record what a lead did',
    scope: 'leads:write',
    params: IdParams,
    body: RecordEvent,
    response: EventRecorded,
    createdWhen: ({ result }) => result === 'created',
    handle: ({ params, body, ...caller }) => events.record(caller, params.id, body),
  }),
  defineRoute({
    method: 'post',
    path: '/leads/events/bulk',
    summary: 'Record up to 100 events of any leads',
    scope: 'leads:write',
    body: bulkRequest(RecordLeadEvent),
    response: bulkResponse(EventRecorded),
    handle: ({ body, ...caller }) =>
      handleBulk(body.items, {
        requestId: caller.requestId,
        keyOf: ({ lead_id }) => lead_id,
        handle: ({ lead_id, ...event }) => events.record(caller, lead_id, event),
      }),
  }),
];
