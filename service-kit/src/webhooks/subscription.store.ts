import { randomInt } from 'node:crypto';
import { mongo } from 'mongoose';
import { SECRET_OVERLAP_HOURS, SUBSCRIPTION_LIMIT, type Subscribe } from '@lead-nurturing/contracts/webhooks/webhook';
import { AppError } from '../errors';
import type { Connection } from '../mongo/connect';
import { isDuplicateKey } from '../mongo/transaction';
import { newId, type Clock } from '../runtime/clock';
import { headPosition } from '../outbox/sequencer';
import type { StreamOffset } from '../outbox/stream-offset';
import { PARTITIONS } from '../outbox/partition';
import { startAt, type PartitionState } from './partition-state';
import type { Unreachable } from './reachability';
import { subscriptionModel, type SubscriptionDocument } from './subscription.model';

export type SubscriptionStore = ReturnType<typeof createSubscriptionStore>;

interface Move {
  partition: number;
  /** The state as last read or saved. */
  from: PartitionState;
  to: PartitionState;
  delivered_at?: Date;
  unreachable?: Unreachable | null;
}

export interface Advance {
  id: string;
  partition: number;
  from: PartitionState;
  to: StreamOffset;
}

/**
 * The condition that nobody has moved the partition since it was read: another dispatcher after a lost lease, or the API
 * with `from: 'now'`.
 */
const asIn = (at: string, { position, offset, attempts }: PartitionState) => ({
  [`${at}.position`]: position,
  [`${at}.offset`]: offset,
  [`${at}.attempts`]: attempts,
});

const CHANGED = { $currentDate: { changed: { $type: 'timestamp' } } } as const;

/** On insert the database replaces this with its own time. */
const NOW = new mongo.Timestamp({ t: 0, i: 0 });

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

  const detached = () => ({
    $set: { status: 'detached' as const, detached_at: clock.now(), updated_at: clock.now() },
    $unset: { slot: 1 as const },
    ...CHANGED,
  });

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
    // A subscriber that subscribes again does not wait for its next retry.
    const current = { url, events, secret, slot, status: 'active' as const, unreachable: null, updated_at: now };
    const resumed = { 'partitions.$[].retry_at': null, 'partitions.$[].error': null };
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
                ...(from ? { partitions } : resumed),
              },
              $unset: { detached_at: 1 },
              ...CHANGED,
            },
            { returnDocument: 'after' },
          )
          .lean();
      const created = { _id: newId(), company_id: company, subscriber, created_at: now, changed: NOW };
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
      model.findOneAndUpdate({ _id: id, company_id: company }, detached(), { returnDocument: 'after' }).lean(),
    /** Oldest first. `cursor` is the id of the last one of the page before. */
    list: (company: string, { subscriber, cursor, limit }: Listing) =>
      model
        .find({ company_id: company, ...(subscriber && { subscriber }), ...(cursor && { _id: { $gt: cursor } }) })
        .sort({ _id: 1 })
        .limit(limit)
        .lean(),
    head: () => headPosition(connection),

    find: (id: string) => model.findById(id).lean(),
    findMany: (ids: readonly string[]) => model.find({ _id: { $in: [...ids] } }).lean(),
    active: () => model.find({ status: 'active' }).lean(),
    /** The id and the time of change of the subscriptions that the API changed at `since` or later. */
    changedSince: (since: mongo.Timestamp) => model.find({ changed: { $gte: since } }, { changed: 1 }).lean(),
    /** Saves the state of a partition after a delivery; false when the partition is no longer as in `from`. */
    move: async (id: string, { partition, from, to, ...fields }: Move): Promise<boolean> => {
      const at = `partitions.${String(partition)}`;
      const { matchedCount } = await model.updateOne({ _id: id, ...asIn(at, from) }, { $set: { [at]: to, ...fields } });
      return matchedCount === 1;
    },
    /** Saves the offsets of partitions that had no events to deliver, of many subscriptions in one request. */
    advance: (advances: readonly Advance[]) =>
      model.bulkWrite(
        advances.map(({ id, partition, from, to: { position, offset } }) => {
          const at = `partitions.${String(partition)}`;
          const update = { $set: { [`${at}.position`]: position, [`${at}.offset`]: offset } };
          return { updateOne: { filter: { _id: id, ...asIn(at, from) }, update } };
        }),
        { ordered: false },
      ),
    /** Detaches a subscription whose URL answered 410, unless it has another URL by now. */
    detachGone: (id: string, url: string) => model.updateOne({ _id: id, url }, detached()),
  };
}

export type { SubscriptionDocument };
