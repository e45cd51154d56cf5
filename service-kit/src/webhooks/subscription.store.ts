import { randomInt } from 'node:crypto';
import { SECRET_OVERLAP_HOURS, SUBSCRIPTION_LIMIT, type Subscribe } from '@lead-nurturing/contracts/webhooks/webhook';
import { AppError } from '../errors';
import type { Connection } from '../mongo/connect';
import { isDuplicateKey } from '../mongo/transaction';
import { newId, type Clock } from '../runtime/clock';
import { headPosition } from '../outbox/sequencer';
import { PARTITIONS } from '../outbox/partition';
import { startAt, type PartitionState } from './partition-state';
import { subscriptionModel, type SubscriptionDocument } from './subscription.model';

export type SubscriptionStore = ReturnType<typeof createSubscriptionStore>;

const TERM_MS = 15_000;

interface Listing {
  subscriber?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** 409 `SUBSCRIPTION_LIMIT`; `details.limit` is the limit. */
class SubscriptionLimitError extends AppError {
  constructor() {
    const limit = String(SUBSCRIPTION_LIMIT);
    super(409, 'SUBSCRIPTION_LIMIT', `A company has at most ${limit} subscriptions; detach one that is not needed.`, {
      limit: SUBSCRIPTION_LIMIT,
    });
  }
}

export function createSubscriptionStore(connection: Connection, clock: Clock) {
  const model = subscriptionModel(connection);

  /** A slot that the company does not use; undefined when all are used. Random, so that concurrent requests differ. */
  const freeSlot = async (company: string): Promise<number | undefined> => {
    const used: unknown[] = await model.distinct('slot', { company_id: company });
    const free = Array.from({ length: SUBSCRIPTION_LIMIT }, (_, slot) => slot).filter((slot) => !used.includes(slot));
    return free[randomInt(Math.max(1, free.length))];
  };

  /** Undefined when a concurrent request changed the subscription or took the slot. */
  const save = async (
    company: string,
    { subscriber, url, events, secret, from }: Subscribe,
    slot: number,
    existing: SubscriptionDocument | null,
  ) => {
    const now = clock.now();
    const start = startAt(await headPosition(connection));
    const partitions = Array.from({ length: PARTITIONS }, () => start);
    const current = { url, events, secret, slot, status: 'active' as const, updated_at: now };
    // A subscriber that subscribes again does not wait for its next retry.
    const resumed = { 'partitions.$[].retry_at': null, 'partitions.$[].absences': 0, 'partitions.$[].error': null };
    const rotated = existing && existing.secret !== secret;
    const valid_until = new Date(now.getTime() + SECRET_OVERLAP_HOURS * 3_600_000);
    try {
      if (existing)
        return await model
          .findOneAndUpdate(
            { _id: existing._id, secret: existing.secret, status: existing.status },
            {
              $set: {
                ...current,
                ...(rotated && { previous_secret: { secret: existing.secret, valid_until } }),
                // Without its holder a delivery still under way moves nothing back.
                ...(from ? { partitions, holder: null } : resumed),
              },
              $unset: { detached_at: 1 },
            },
            { returnDocument: 'after' },
          )
          .lean();
      const created = { _id: newId(), company_id: company, subscriber, created_at: now, held_until: new Date(0) };
      return (await model.create({ ...created, ...current, partitions })).toObject();
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  };

  return {
    /**
     * Creates the subscription at the outbox's head, or updates the one of this subscriber: it resumes at its stream
     * offsets, or at the head with `from: 'now'`. Throws 409 `SUBSCRIPTION_LIMIT` when the company has no free slot.
     */
    subscribe: async (company: string, subscribe: Subscribe): Promise<SubscriptionDocument> => {
      for (;;) {
        const existing = await model.findOne({ company_id: company, subscriber: subscribe.subscriber }).lean();
        const slot = existing?.slot ?? (await freeSlot(company));
        if (slot === undefined) throw new SubscriptionLimitError();
        const saved = await save(company, subscribe, slot, existing);
        if (saved) return saved;
      }
    },
    detach: (company: string, id: string) =>
      model
        .findOneAndUpdate(
          { _id: id, company_id: company },
          {
            $set: { status: 'detached', detached_at: clock.now(), updated_at: clock.now() },
            $unset: { slot: 1 },
          },
          { returnDocument: 'after' },
        )
        .lean(),
    /** Oldest first. `cursor` is the id of the last one of the page before. */
    list: (company: string, { subscriber, cursor, limit }: Listing) =>
      model
        .find({ company_id: company, ...(subscriber && { subscriber }), ...(cursor && { _id: { $gt: cursor } }) })
        .sort({ _id: 1 })
        .limit(limit)
        .lean(),
    head: () => headPosition(connection),

    find: (id: string) => model.findById(id).lean(),
    active: () => model.find({ status: 'active' }).sort({ _id: 1 }).lean(),
    /** Makes `holder` the one dispatcher of this subscription for a term; false while another is. */
    hold: async (id: string, holder: string) => {
      const { matchedCount } = await model.updateOne(
        { _id: id, $or: [{ holder }, { $expr: { $lt: ['$held_until', '$$NOW'] } }] },
        [{ $set: { holder, held_until: { $add: ['$$NOW', TERM_MS] } } }],
        { updatePipeline: true },
      );
      return matchedCount === 1;
    },
    release: (holder: string) => model.updateMany({ holder }, { $set: { holder: null, held_until: new Date(0) } }),
    /** False when another dispatcher has taken over: what we know of the partition is then worth nothing. */
    move: async (id: string, holder: string, partition: number, state: PartitionState, deliveredAt?: Date) => {
      const { matchedCount } = await model.updateOne(
        { _id: id, holder },
        { $set: { [`partitions.${String(partition)}`]: state, ...(deliveredAt && { delivered_at: deliveredAt }) } },
      );
      return matchedCount === 1;
    },
    /** Moves all partitions at once, unless one has moved meanwhile. */
    moveAll: (id: string, holder: string, from: PartitionState[], to: PartitionState[]) =>
      model.updateOne({ _id: id, holder, partitions: { $eq: from } }, { $set: { partitions: to } }),
  };
}

export type { SubscriptionDocument };
