import type { Scope } from '@lead-nurturing/contracts/access/api-key';
import { IdParams, pageOf } from '@lead-nurturing/contracts/common/common';
import { subscribeTo, SubscriptionQuery, SubscriptionState } from '@lead-nurturing/contracts/webhooks/webhook';
import { defineRoute, type Route } from '../http/route';
import type { Subscriptions } from './subscription.service';

interface Published {
  /** The types of domain events that the service publishes. */
  types: readonly string[];
  /** The scope that a key needs, besides `webhooks:write`, to receive them. */
  scope: Scope;
}

export const subscriptionRoutes = (subscriptions: Subscriptions, { types, scope }: Published): Route[] => [
  defineRoute({
    method: 'post',
    path: '/webhook-subscriptions',
    operationId: 'subscribe',
    summary: 'Subscribe to domain events, or update and resume a subscription',
    scope: 'webhooks:write',
    alsoScope: scope,
    body: subscribeTo(types),
    fails: [409],
    response: SubscriptionState,
    handle: ({ company, body }) => subscriptions.subscribe(company, body),
  }),
  defineRoute({
    method: 'get',
    path: '/webhook-subscriptions',
    operationId: 'listSubscriptions',
    summary: 'List subscriptions, oldest first',
    scope: 'webhooks:read',
    query: SubscriptionQuery,
    response: pageOf(SubscriptionState),
    handle: ({ company, query }) => subscriptions.list(company, query),
  }),
  defineRoute({
    method: 'delete',
    path: '/webhook-subscriptions/:id',
    operationId: 'detachSubscription',
    summary: 'Detach a subscription; it can be resumed for seven days',
    scope: 'webhooks:write',
    params: IdParams,
    response: SubscriptionState,
    handle: ({ company, params }) => subscriptions.detach(company, params.id),
  }),
];
