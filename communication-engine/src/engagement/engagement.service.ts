import type { Engagement } from '@lead-nurturing/contracts/engagement/engagement';
import type { InTransaction, Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Outbox } from '@lead-nurturing/service-kit/outbox/outbox';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { EngagementStore } from '../messages/engagement.store';
import type { MessageDocument } from '../messages/message.model';
import type { MessageStore } from '../messages/message.store';
import type { Engaged } from './engaged';
import { engagementEvent } from './engagement-event';

export type Engagements = ReturnType<typeof createEngagements>;

interface EngagementsDeps {
  engagements: EngagementStore;
  messages: MessageStore;
  inTransaction: InTransaction;
  outbox: Outbox;
  clock: Clock;
}

/** What else is to be true when the engagement is. */
type Also = (session: Session, message: MessageDocument, at: Date) => Promise<void>;

export function createEngagements({ engagements, messages, inTransaction, outbox, clock }: EngagementsDeps) {
  return {
    /** Records what a person did with a message and tells of it, the first time only. */
    record: (company: string, messageId: string, engaged: Engaged, also?: Also): Promise<void> =>
      inTransaction(async (session) => {
        const message = await messages.find(company, messageId, session);
        if (!message) return;
        const at = clock.now();
        if (!(await engagements.record(session, message, engaged, at))) return;
        await also?.(session, message, at);
        await outbox.append(session, company, [engagementEvent(message, engaged, at)]);
      }),

    /** A lead we never wrote to has no channels. */
    of: async (company: string, leadId: string): Promise<Engagement> => {
      const counted = await engagements.countsOf(company, leadId);
      const times = counted.flatMap(({ last_engaged_at }) => last_engaged_at?.getTime() ?? []);
      return {
        lead_id: leadId,
        channels: Object.fromEntries(counted.map(({ channel, ...counts }) => [channel, counts])),
        last_engaged_at: times.length > 0 ? new Date(Math.max(...times)).toISOString() : null,
      };
    },
  };
}
