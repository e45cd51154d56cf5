import { IdParams } from '@lead-nurturing/contracts/common/common';
import { EventRecorded, RecordEvent, RecordLeadEvent } from '@lead-nurturing/contracts/leads/event';
import { defineBulkRoute, eachItem } from '@lead-nurturing/service-kit/bulk';
import { defineRoute, type Route } from '@lead-nurturing/service-kit/http/route';
import type { Events } from './event.service';

export const eventRoutes = (events: Events): Route[] => [
  defineRoute({
    method: 'post',
    path: '/leads/:id/events',
    operationId: 'recordLeadEvent',
    summary: 'Record what a lead did',
    scope: 'leads:write',
    params: IdParams,
    body: RecordEvent,
    response: EventRecorded,
    createdWhen: ({ result }) => result === 'created',
    fails: [404, 409],
    handle: ({ params, body, ...caller }) => events.record(caller, params.id, body),
  }),
  defineBulkRoute({
    path: '/leads/events/bulk',
    operationId: 'recordLeadEvents',
    summary: 'Record up to 100 events of any leads',
    scope: 'leads:write',
    item: RecordLeadEvent,
    result: EventRecorded,
    handle: eachItem(
      ({ lead_id }) => lead_id,
      (caller, { lead_id, ...event }) => events.record(caller, lead_id, event),
    ),
  }),
];
