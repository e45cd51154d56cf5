import type { Scope } from '@lead-nurturing/contracts/access/api-key';
import { IdParams } from '@lead-nurturing/contracts/common/common';
import {
  subscribeTo,
  SubscriptionList,
  SubscriptionQuery,
  SubscriptionState,
} from '@lead-nurturing/contracts/webhooks/webhook';
import { defineRoute, type Route } from '../http/route';
import type { Subscriptions } from './subscription.service';

interface Told {
  /** The types of facts there are. */
  types: readonly string[];
  /** What a key needs to read what they tell. */
  scope: Scope;
}

export const subscriptionRoutes = (subscriptions: Subscriptions, told: Told): Route[] => [
  defineRoute({
    method: 'post',
    path: '/webhook-subscriptions',
    summary: 'Subscribe to facts, or resume a subscription',
    scope: 'webhooks:write',
    alsoScope: told.scope,
    body: subscribeTo(told.types),
    response: SubscriptionState,
    handle: ({ company, body }) => subscriptions.subscribe(company, body),
  }),
  defineRoute({
    method: 'get',
    path: '/webhook-subscriptions',
    summary: 'List subscriptions',
    scope: 'webhooks:read',
    query: SubscriptionQuery,
    response: SubscriptionList,
    handle: ({ company, query }) => subscriptions.list(company, query.subscriber),
  }),
  defineRoute({
    method: 'delete',
    path: '/webhook-subscriptions/:id',
    summary: 'Detach a subscription; it can be resumed for seven days',
    scope: 'webhooks:write',
    params: IdParams,
    response: SubscriptionState,
    handle: ({ company, params }) => subscriptions.detach(company, params.id),
  }),
];
