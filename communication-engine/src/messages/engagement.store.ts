import type { Channel } from '@lead-nurturing/contracts/common/channel';
import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { QueryFilter } from 'mongoose';
import type { Engaged } from './change';
import { messageModel, type MessageDocument } from './message.model';

export type EngagementStore = ReturnType<typeof createEngagementStore>;

export interface ChannelCounts {
  channel: Channel;
  submitted: number;
  opened: number;
  clicked: number;
  unsubscribed: number;
  last_engaged_at: Date | null;
}

/** A filter that matches until the engagement is recorded, and the update that records it. */
function firstTime(
  engaged: Engaged,
  at: Date,
): { condition: QueryFilter<MessageDocument>; change: object; push?: object } {
  switch (engaged.kind) {
    case 'opened':
      return { condition: { opened_at: null }, change: { opened_at: at } };
    case 'unsubscribed':
      return { condition: { unsubscribed_at: null }, change: { unsubscribed_at: at } };
    case 'clicked':
      return { condition: { clicked_links: { $ne: engaged.link } }, change: {}, push: { clicked_links: engaged.link } };
  }
}

const countWhere = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });
const happened = (field: string) => countWhere({ $gt: [field, null] });

/** Opens, clicks and unsubscribes, stored in the message's document. */
export function createEngagementStore(connection: Connection) {
  const messages = messageModel(connection);
  return {
    /** False when the engagement was recorded before. */
    record: async (session: Session, message: MessageDocument, engaged: Engaged, at: Date): Promise<boolean> => {
      const { condition, change, push } = firstTime(engaged, at);
      const clicked = engaged.kind === 'clicked' && message.clicked_at === null ? { clicked_at: at } : {};
      const { matchedCount } = await messages.updateOne(
        { _id: message._id, company_id: message.company_id, ...condition },
        { $set: { ...change, ...clicked, last_engaged_at: at }, ...(push && { $push: push }) },
        { session },
      );
      return matchedCount === 1;
    },
    /** Counted from the lead's messages at each call, so that no counter can differ from them. */
    countsOf: (company: string, leadId: string) =>
      messages.aggregate<ChannelCounts>([
        { $match: { company_id: company, lead_id: leadId } },
        {
          $group: {
            _id: '$channel',
            submitted: countWhere({ $eq: ['$status', 'submitted'] }),
            opened: happened('$opened_at'),
            clicked: happened('$clicked_at'),
            unsubscribed: happened('$unsubscribed_at'),
            last_engaged_at: { $max: '$last_engaged_at' },
          },
        },
        { $set: { channel: '$_id' } },
      ]),
  };
}
