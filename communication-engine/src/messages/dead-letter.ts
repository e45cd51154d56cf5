import type { MessageDocument } from './message.model';

/** What a person needs to decide about a message; its text and address stay with the message. */
export const deadLetterOf = (message: MessageDocument, reason: string) => ({
  reason,
  payload: {
    lead_id: message.lead_id,
    product_id: message.product_id,
    channel: message.channel,
    template_id: message.template_id,
    template_version: message.template_version,
    sequence: message.sequence,
    attempts: message.attempts,
  },
});
