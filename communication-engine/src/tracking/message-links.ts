import type { Tokens } from './token';
import type { MessageLinks } from './track-links';

/** Every public address of one message. */
export function messageLinks(publicUrl: string, tokens: Tokens, company: string, message_id: string): MessageLinks {
  const target = { company, message_id, link: 0 };
  return {
    open_url: `${publicUrl}/t/o/${tokens.sign('open', target)}`,
    click_url: (link) => `${publicUrl}/t/c/${tokens.sign('click', { ...target, link })}`,
    unsubscribe_url: `${publicUrl}/unsubscribe/${tokens.sign('unsubscribe', target)}`,
  };
}
