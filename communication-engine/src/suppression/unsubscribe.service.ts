import type { Engagements } from '../engagement/engagement.service';
import type { MessageDocument } from '../messages/message.model';
import type { MessageStore } from '../messages/message.store';
import type { Tokens } from '../links/token';
import type { SuppressionStore } from './suppression.store';

export type Unsubscribing = ReturnType<typeof createUnsubscribing>;

interface UnsubscribingDeps {
  tokens: Tokens;
  messages: MessageStore;
  engagements: Engagements;
  suppressions: SuppressionStore;
  newId: () => string;
}

export function createUnsubscribing({ tokens, messages, engagements, suppressions, newId }: UnsubscribingDeps) {
  const messageOf = async (token: string): Promise<MessageDocument | null> => {
    const target = tokens.read('unsubscribe', token);
    return target && messages.find(target.company, target.message_id);
  };

  return {
    /** Who would be unsubscribed; null for a token that is not ours. */
    addressOf: async (token: string): Promise<string | null> => (await messageOf(token))?.recipient.email ?? null,

    /** Never again to this address on this channel; null for a token that is not ours. */
    unsubscribe: async (token: string): Promise<string | null> => {
      const message = await messageOf(token);
      if (!message) return null;
      const { _id: message_id, company_id, channel, address_hash } = message;
      await engagements.record(company_id, message_id, { kind: 'unsubscribed' }, (session, _message, created_at) =>
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
