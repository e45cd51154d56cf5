import type { Engagement } from '@lead-nurturing/contracts/engagement/engagement';
import type { InTransaction, Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Outbox } from '@lead-nurturing/service-kit/outbox/outbox';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { Engaged } from '../messages/change';
import type { EngagementStore } from '../messages/engagement.store';
import type { MessageDocument } from '../messages/message.model';
import type { MessageStore } from '../messages/message.store';
import { engagementEvent } from './engagement-event';

export type EngagementService = ReturnType<typeof createEngagementService>;

interface EngagementDeps {
  messages: Pick<MessageStore, 'find'> & { engagement: EngagementStore };
  inTransaction: InTransaction;
  outbox: Outbox;
  clock: Clock;
}

/** Further writes in the transaction that records the engagement. */
type AlsoWrite = (session: Session, message: MessageDocument, at: Date) => Promise<void>;

export function createEngagementService({ messages, inTransaction, outbox, clock }: EngagementDeps) {
  return {
    /** Records an engagement and publishes its domain event, both the first time only. An unknown message is ignored. */
    record: (company: string, messageId: string, engaged: Engaged, alsoWrite?: AlsoWrite): Promise<void> =>
      inTransaction(async (session) => {
        const message = await messages.find(company, messageId, session);
        if (!message) return;
        const at = clock.now();
        if (!(await messages.engagement.record(session, message, engaged, at))) return;
        await alsoWrite?.(session, message, at);
        await outbox.append(session, company, [engagementEvent(message, engaged, at)]);
      }),

    /** The counts of a lead by channel; a lead without messages has no channels. */
    of: async (company: string, leadId: string): Promise<Engagement> => {
      const counted = await messages.engagement.countsOf(company, leadId);
      const times = counted.flatMap(({ last_engaged_at }) => last_engaged_at?.getTime() ?? []);
      return {
        lead_id: leadId,
        channels: Object.fromEntries(counted.map(({ channel, ...counts }) => [channel, counts])),
        last_engaged_at: times.length > 0 ? new Date(Math.max(...times)).toISOString() : null,
      };
    },
  };
}
