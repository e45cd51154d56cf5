import type { Channel } from '@lead-nurturing/contracts/common/channel';
import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Change, Outcome } from './change';
import { messageModel, type MessageDocument } from './message.model';
import { mayFollow, statusesBefore } from './status';

export type QueueStore = ReturnType<typeof createQueueStore>;

interface Claim {
  /** A new id for each claim. */
  claim: string;
  now: Date;
  /** When the messages become due again, unless their outcome is written before. */
  until: Date;
  limit: number;
}

/** A message that other instances cannot claim for a while, and its original place in the queue. */
export interface Claimed {
  message: MessageDocument;
  due_at: Date;
}

/** The fields that a change sets; `given_up` is not a field of the message. */
function fieldsOf(change: Change): Partial<MessageDocument> {
  if (change.status === 'submitted') return { ...change, reason: null };
  if (change.status !== 'failed') return change;
  return { status: change.status, reason: change.reason };
}

/** The queue: messages of all companies, in the order in which they are due. */
export function createQueueStore(connection: Connection) {
  const messages = messageModel(connection);
  const due = (channel: Channel, now: Date) => ({ channel, status: 'queued' as const, next_attempt_at: { $lte: now } });

  /** The messages whose submission was begun under their current claim. */
  const begunOf = async (claimed: readonly Claimed[]): Promise<Claimed[]> => {
    const ids = claimed.map(({ message }) => message._id);
    const found = await messages.find({ _id: { $in: ids }, status: 'submitting' }, { claim: 1 }).lean();
    const claims = new Map(found.map(({ _id, claim }) => [_id, claim]));
    return claimed.filter(({ message: { _id, claim } }) => claims.get(_id) === claim);
  };

  return {
    /** Claims the next due messages by moving their due time, so that other instances do not find them. */
    claim: async (channel: Channel, { claim, now, until, limit }: Claim): Promise<Claimed[]> => {
      const found = await messages
        .find(due(channel, now), { next_attempt_at: 1 })
        .sort({ next_attempt_at: 1 })
        .limit(limit)
        .lean();
      if (found.length === 0) return [];
      const dueAt = new Map(found.map(({ _id, next_attempt_at }) => [_id, next_attempt_at]));
      const ids = [...dueAt.keys()];
      await messages.updateMany(
        { _id: { $in: ids }, ...due(channel, now) },
        { $set: { claim, next_attempt_at: until } },
      );
      const ours = await messages
        .find({ _id: { $in: ids }, claim })
        .sort({ _id: 1 })
        .lean();
      return ours.map((message) => ({ message, due_at: dueAt.get(message._id) ?? now }));
    },
    /** Puts a message back to its original place in the queue. */
    release: async ({ message: { _id, company_id, claim }, due_at }: Claimed) => {
      await messages.updateOne({ _id, company_id, claim, status: 'queued' }, { $set: { next_attempt_at: due_at } });
    },
    /**
     * Sets messages to `submitting`; from here on the provider may have them. Returns by id the messages that still have
     * their claim.
     */
    begin: async (claimed: readonly Claimed[], at: Date): Promise<ReadonlyMap<string, MessageDocument>> => {
      if (claimed.length === 0) return new Map();
      const begun = { status: 'submitting' as const, submitting_since: at, updated_at: at };
      const entry = { status: begun.status, at, reason: null };
      const update = { $set: begun, $inc: { attempts: 1 }, $push: { history: entry } };
      const status = { $in: statusesBefore(begun.status) };
      const { matchedCount } = await messages.bulkWrite(
        claimed.map(({ message: { _id, company_id, claim } }) => ({
          updateOne: { filter: { _id, company_id, claim, status }, update },
        })),
        { ordered: false },
      );
      const ours = matchedCount === claimed.length ? claimed : await begunOf(claimed);
      return new Map(
        ours.map(({ message }) => [
          message._id,
          { ...message, ...begun, attempts: message.attempts + 1, history: [...message.history, entry] },
        ]),
      );
    },
    /** The outcomes whose message still has its claim and a status that allows the change. */
    ours: async (session: Session, outcomes: readonly Outcome[]): Promise<Outcome[]> => {
      const ids = outcomes.map(({ message }) => message._id);
      const found = await messages.find({ _id: { $in: ids } }, { claim: 1, status: 1 }, { session }).lean();
      const current = new Map(found.map(({ _id, claim, status }) => [_id, { claim, status }]));
      return outcomes.filter(({ message, to }) => {
        const { claim, status } = current.get(message._id) ?? {};
        return claim === message.claim && status !== undefined && mayFollow(status, to.status);
      });
    },
    /** Writes outcomes: fields, status and history. */
    change: async (session: Session, outcomes: readonly Outcome[], at: Date) => {
      await messages.bulkWrite(
        outcomes.map(({ message: { _id, company_id, claim }, to }) => ({
          updateOne: {
            filter: { _id, company_id, claim, status: { $in: statusesBefore(to.status) } },
            update: {
              $set: { ...fieldsOf(to), updated_at: at },
              $push: { history: { status: to.status, at, reason: 'reason' in to ? to.reason : null } },
            },
          },
        })),
        { session },
      );
    },
    /** Messages whose submission began before this time and has no outcome. */
    stale: (channel: Channel, before: Date, limit: number) =>
      messages
        .find({ channel, status: 'submitting', submitting_since: { $lt: before } })
        .sort({ submitting_since: 1 })
        .limit(limit)
        .lean(),
  };
}
