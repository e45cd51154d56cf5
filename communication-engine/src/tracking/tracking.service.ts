import type { Engagements } from '../engagement/engagement.service';
import type { MessageStore } from '../messages/message.store';
import type { Tokens } from '../links/token';

export type Tracking = ReturnType<typeof createTracking>;

interface TrackingDeps {
  tokens: Tokens;
  messages: MessageStore;
  engagements: Engagements;
}

export function createTracking({ tokens, messages, engagements }: TrackingDeps) {
  return {
    /** A token that is not ours is no opening. */
    opened: async (token: string): Promise<void> => {
      const target = tokens.read('open', token);
      if (target) await engagements.record(target.company, target.message_id, { kind: 'opened' });
    },
    /** Where a link leads, as stored with its message: no token can name an address. */
    destination: async (token: string): Promise<string | null> => {
      const target = tokens.read('click', token);
      if (!target) return null;
      const message = await messages.find(target.company, target.message_id);
      return message?.content?.links[target.link] ?? null;
    },
    clicked: async (token: string): Promise<void> => {
      const target = tokens.read('click', token);
      if (target) await engagements.record(target.company, target.message_id, { kind: 'clicked', link: target.link });
    },
  };
}
