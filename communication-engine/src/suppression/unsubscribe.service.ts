import type { Channel } from '@lead-nurturing/contracts/common/channel';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Tokens } from '../links/token';
import type { SuppressionStore } from './suppression.store';

export type UnsubscribeService = ReturnType<typeof createUnsubscribeService>;

/** What unsubscribing needs to know of a message. */
interface Addressed {
  _id: string;
  company_id: string;
  channel: Channel;
  address_hash: string;
  recipient: { email: string };
}

export interface UnsubscribeNeeds {
  tokens: Tokens;
  messages: { find: (company: string, id: string) => Promise<Addressed | null> };
  engagement: {
    record: (
      company: string,
      messageId: string,
      engaged: { kind: 'unsubscribed' },
      alsoWrite: (session: Session, message: Addressed, at: Date) => Promise<void>,
    ) => Promise<void>;
  };
}

interface UnsubscribeDeps extends UnsubscribeNeeds {
  suppressions: SuppressionStore;
  newId: () => string;
}

export function createUnsubscribeService({ tokens, messages, engagement, suppressions, newId }: UnsubscribeDeps) {
  const messageOf = async (token: string): Promise<Addressed | null> => {
    const target = tokens.read('unsubscribe', token);
    return target && messages.find(target.company, target.message_id);
  };

  return {
    /** The address that the token would unsubscribe; null for a token that this service did not sign. */
    addressOf: async (token: string): Promise<string | null> => (await messageOf(token))?.recipient.email ?? null,

    /** Suppresses the message's address on its channel. Returns the address; null for an invalid token. */
    unsubscribe: async (token: string): Promise<string | null> => {
      const message = await messageOf(token);
      if (!message) return null;
      const { _id: message_id, company_id, channel, address_hash } = message;
      await engagement.record(company_id, message_id, { kind: 'unsubscribed' }, (session, _message, created_at) =>
        suppressions.add(session, {
          _id: newId(),
          company_id,
          channel,
          address_hash,
          reason: 'unsubscribed',
          message_id,
          created_at,
        }),
      );
      return message.recipient.email;
    },
  };
}
