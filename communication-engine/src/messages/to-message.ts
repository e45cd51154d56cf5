import type { Message } from '@lead-nurturing/contracts/messages/message';
import type { MessageDocument } from './message.model';

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** What a caller may see of a message: neither the address nor the text. */
export const toMessage = (message: MessageDocument): Message => ({
  id: message._id,
  lead_id: message.lead_id,
  product_id: message.product_id,
  channel: message.channel,
  template_id: message.template_id,
  template_version: message.template_version,
  status: message.status,
  reason: message.reason,
  attempts: message.attempts,
  provider: message.provider,
  provider_id: message.provider_id,
  sequence: message.sequence,
  history: message.history.map(({ status, at, reason }) => ({ status, at: at.toISOString(), reason })),
  opened_at: iso(message.opened_at),
  clicked_at: iso(message.clicked_at),
  created_at: message.created_at.toISOString(),
  updated_at: message.updated_at.toISOString(),
});
