import type { Tokens } from './token';

/** The public addresses of one message. */
export interface MessageLinks {
  open_url: string;
  click_url: (link: number) => string;
  unsubscribe_url: string;
}

/** The public addresses of a message, each with a signed token; `publicUrl` has no slash at its end. */
export function messageLinks(publicUrl: string, tokens: Tokens, company: string, message_id: string): MessageLinks {
  const target = { company, message_id, link: 0 };
  return {
    open_url: `${publicUrl}/t/o/${tokens.sign('open', target)}`,
    click_url: (link) => `${publicUrl}/t/c/${tokens.sign('click', { ...target, link })}`,
    unsubscribe_url: `${publicUrl}/unsubscribe/${tokens.sign('unsubscribe', target)}`,
  };
}
