import type { Subscribe } from '@lead-nurturing/contracts/webhooks/webhook';
import type { Connection } from '../mongo/connect';
import { newId, type Clock } from '../runtime/clock';
import { headPosition } from '../outbox/sequencer';
import { PARTITIONS } from '../outbox/partition';
import { startAt, type PartitionState } from './partition-state';
import { subscriptionModel, type SubscriptionDocument } from './subscription.model';

export type SubscriptionStore = ReturnType<typeof createSubscriptionStore>;

const TERM_MS = 15_000;

export function createSubscriptionStore(connection: Connection, clock: Clock) {
  const model = subscriptionModel(connection);

  return {
    /** Made new at the outbox's head, or resumed where it stopped, unless it is to listen from now on. */
    subscribe: async (company: string, { subscriber, url, events, secret, from }: Subscribe) => {
      const now = clock.now();
      const head = await headPosition(connection);
      const atHead = { partitions: Array.from({ length: PARTITIONS }, () => startAt(head)), held_until: new Date(0) };
      const { _id } = await model
        .findOneAndUpdate(
          { company_id: company, subscriber },
          {
            // Without its holder a delivery still under way moves nothing back.
            $set: { url, events, secret, status: 'active', updated_at: now, ...(from && { ...atHead, holder: null }) },
            $unset: { detached_at: 1 },
            $setOnInsert: { _id: newId(), created_at: now, ...(!from && atHead) },
          },
          { upsert: true, returnDocument: 'after' },
        )
        .lean();
      // Whoever comes back is not kept waiting for the end of a backoff.
      const anew = { 'partitions.$[].retry_at': null, 'partitions.$[].absences': 0, 'partitions.$[].error': null };
      return model.findByIdAndUpdate(_id, { $set: anew }, { returnDocument: 'after' }).orFail().lean();
    },
    detach: (company: string, id: string) =>
      model
        .findOneAndUpdate(
          { _id: id, company_id: company },
          { $set: { status: 'detached', detached_at: clock.now(), updated_at: clock.now() } },
          { returnDocument: 'after' },
        )
        .lean(),
    list: (company: string, subscriber?: string) =>
      model
        .find({ company_id: company, ...(subscriber && { subscriber }) })
        .sort({ _id: 1 })
        .limit(200)
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
