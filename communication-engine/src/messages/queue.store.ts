import type { Channel } from '@lead-nurturing/contracts/channel';
import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Change } from './change';
import { messageModel, type MessageDocument } from './message.model';
import { statusesBefore } from './status';

export type QueueStore = ReturnType<typeof createQueueStore>;

interface Claim {
  claim: string;
  now: Date;
}

/** The fields a change sets; `given_up` is not one of the message's. */
function fieldsOf(change: Change): Partial<MessageDocument> {
  if (change.status === 'submitted') return { ...change, reason: null };
  if (change.status !== 'failed') return change;
  return { status: change.status, reason: change.reason };
}

/** Messages of all companies, oldest due first. */
export function createQueueStore(connection: Connection) {
  const messages = messageModel(connection);
  const due = (channel: Channel, now: Date) => ({ channel, status: 'queued' as const, next_attempt_at: { $lte: now } });

  return {
    /** How many wait, counted up to `limit`. */
    countDue: (channel: Channel, now: Date, limit: number) => messages.countDocuments(due(channel, now)).limit(limit),
    /** Takes the next due message out of everybody else's reach. */
    claim: (channel: Channel, { claim, now }: Claim) =>
      messages
        .findOneAndUpdate(
          due(channel, now),
          {
            $set: { status: 'submitting', claim, submitting_since: now, updated_at: now },
            $inc: { attempts: 1 },
            $push: { history: { status: 'submitting', at: now, reason: null } },
          },
          { sort: { next_attempt_at: 1 }, returnDocument: 'after' },
        )
        .lean(),
    /** False when the message is no longer ours to change: somebody declared it unknown, or took it since. */
    move: async (session: Session, { _id, company_id, claim }: MessageDocument, change: Change, at: Date) => {
      const { status } = change;
      const reason = 'reason' in change ? change.reason : null;
      const { matchedCount } = await messages.updateOne(
        { _id, company_id, claim, status: { $in: statusesBefore(status) } },
        { $set: { ...fieldsOf(change), updated_at: at }, $push: { history: { status, at, reason } } },
        { session },
      );
      return matchedCount === 1;
    },
    /** Claimed before this time and not heard of since. */
    lost: (channel: Channel, before: Date, limit: number) =>
      messages
        .find({ channel, status: 'submitting', submitting_since: { $lt: before } })
        .sort({ submitting_since: 1 })
        .limit(limit)
        .lean(),
  };
}
