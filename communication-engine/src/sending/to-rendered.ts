import type { RenderedMessage } from '../channels/provider';
import type { MessageDocument } from '../messages/message.model';

/** What the provider gets of a message. */
export function toRendered({ _id, recipient, content }: MessageDocument): RenderedMessage {
  if (!content) throw new Error('a message without content cannot have been queued');
  const { subject, html, text, unsubscribe_url } = content;
  return { id: _id, to: { address: recipient.email, name: recipient.name }, subject, html, text, unsubscribe_url };
}
