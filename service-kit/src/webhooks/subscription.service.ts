import type { Subscribe, SubscriptionQuery, SubscriptionState } from '@lead-nurturing/contracts/webhooks/webhook';
import { NotFoundError, ValidationError } from '../errors';
import type { HttpClient } from '../http-client/http-client';
import { fingerprint } from './signature';
import type { SubscriptionDocument, SubscriptionStore } from './subscription.store';

export type Subscriptions = ReturnType<typeof createSubscriptions>;

const toState = (subscription: SubscriptionDocument, head: number): SubscriptionState => ({
  id: subscription._id,
  subscriber: subscription.subscriber,
  url: subscription.url,
  events: subscription.events,
  status: subscription.status === 'active' && subscription.unreachable?.paused ? 'paused' : subscription.status,
  lag: Math.max(0, head - Math.min(...subscription.partitions.map(({ position }) => position))),
  last_error:
    subscription.unreachable?.error ?? subscription.partitions.find(({ error }) => error !== null)?.error ?? null,
  secret_fingerprint: fingerprint(subscription.secret),
  created_at: subscription.created_at.toISOString(),
  updated_at: subscription.updated_at.toISOString(),
});

export function createSubscriptions(store: SubscriptionStore, http: HttpClient) {
  return {
    /** 409 when the company has no free slot; 422 when the url leads to a private address that the installation does not allow. */
    subscribe: async (company: string, subscribe: Subscribe) => {
      const refusal = await http.refusalOf(subscribe.url);
      if (refusal !== undefined) throw new ValidationError([{ field: 'url', message: refusal }]);
      const subscription = await store.subscribe(company, subscribe);
      return toState(subscription, await store.head());
    },
    /** Stops the deliveries. The stream offsets are kept, so subscribing again resumes there. */
    detach: async (company: string, id: string) => {
      const detached = await store.detach(company, id);
      if (!detached) throw new NotFoundError('webhook subscription', id);
      return toState(detached, await store.head());
    },
    list: async (company: string, { page_size, ...query }: SubscriptionQuery) => {
      const [head, found] = await Promise.all([store.head(), store.list(company, { ...query, limit: page_size + 1 })]);
      const items = found.slice(0, page_size).map((subscription) => toState(subscription, head));
      return { items, next_cursor: found.length > page_size ? (items.at(-1)?.id ?? null) : null };
    },
  };
}
