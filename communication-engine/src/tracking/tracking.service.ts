import type { Tokens } from '../links/token';

export type TrackingService = ReturnType<typeof createTrackingService>;

export interface TrackingDeps {
  tokens: Tokens;
  messages: { find: (company: string, id: string) => Promise<{ content: { links: string[] } | null } | null> };
  engagement: {
    record: (
      company: string,
      messageId: string,
      engaged: { kind: 'opened' } | { kind: 'clicked'; link: number },
    ) => Promise<void>;
  };
}

export function createTrackingService({ tokens, messages, engagement }: TrackingDeps) {
  return {
    /** Records an open; a token that this service did not sign is ignored. */
    opened: async (token: string): Promise<void> => {
      const target = tokens.read('open', token);
      if (target) await engagement.record(target.company, target.message_id, { kind: 'opened' });
    },
    /** The address of a link as stored with its message, so that no token can name another; null for an unknown link. */
    destination: async (token: string): Promise<string | null> => {
      const target = tokens.read('click', token);
      if (!target) return null;
      const message = await messages.find(target.company, target.message_id);
      return message?.content?.links[target.link] ?? null;
    },
    clicked: async (token: string): Promise<void> => {
      const target = tokens.read('click', token);
      if (target) await engagement.record(target.company, target.message_id, { kind: 'clicked', link: target.link });
    },
  };
}
