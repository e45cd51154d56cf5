import { z } from 'zod';
import { Channel } from '../common/channel';
import { Id } from '../common/common';
import { SequenceContext } from '../sequences/sequence';

/** The data that every domain event about a message has. */
export const MessageEventData = z.object({
  lead_id: Id,
  product_id: Id,
  message_id: Id,
  channel: Channel,
  template_id: Id,
  sequence: SequenceContext.nullable(),
});

/** Domain events about messages: type → schema of `data`. */
export const MessageDomainEvents = {
  'message.submitted': MessageEventData.extend({ provider: z.string(), provider_id: z.string() }),
  'message.skipped': MessageEventData.extend({ reason: z.string() }),
  'message.failed': MessageEventData.extend({ reason: z.string() }),
};
