import { z } from 'zod';
import { Channel } from '@lead-nurturing/contracts/common/channel';
import { MessageStatus } from '@lead-nurturing/contracts/messages/message';
import { SequenceContext } from '@lead-nurturing/contracts/sequences/sequence';
import { defineModel } from '@lead-nurturing/service-kit/mongo/model';
import { Content } from '../templates/render-protocol';

/** A message and its place in the queue: this collection is the queue. */
export const MessageDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  /** The key of the request; kept as long as the message, so that a late repeat does not send it again. */
  idempotency_key: z.string(),
  lead_id: z.string(),
  person_id: z.string().nullable(),
  product_id: z.string(),
  channel: Channel,
  template_id: z.string(),
  template_version: z.number(),
  recipient: z.object({ email: z.string(), name: z.string().nullable() }),
  /** The same hash as in suppressions. */
  address_hash: z.string(),
  /** Rendered when the message was accepted; null when rendering failed. */
  content: Content.nullable(),
  sequence: SequenceContext.nullable(),
  status: MessageStatus,
  reason: z.string().nullable(),
  history: z.array(z.object({ status: MessageStatus, at: z.date(), reason: z.string().nullable() })),
  attempts: z.number(),
  next_attempt_at: z.date(),
  /** The id of the latest claim: each time an instance takes messages from the queue, it makes a new one. */
  claim: z.string().nullable(),
  submitting_since: z.date().nullable(),
  provider: z.string().nullable(),
  provider_id: z.string().nullable(),
  opened_at: z.date().nullable(),
  clicked_at: z.date().nullable(),
  clicked_links: z.array(z.number()),
  unsubscribed_at: z.date().nullable(),
  last_engaged_at: z.date().nullable(),
  created_at: z.date(),
  updated_at: z.date(),
});
export type MessageDocument = z.infer<typeof MessageDocument>;

export const messageModel = defineModel('messages', MessageDocument, [
  // Partial indexes grow with the queue, not with the history of all messages.
  [{ channel: 1, status: 1, next_attempt_at: 1 }, { partialFilterExpression: { status: 'queued' } }],
  [{ channel: 1, status: 1, submitting_since: 1 }, { partialFilterExpression: { status: 'submitting' } }],
  [{ company_id: 1, lead_id: 1 }],
  [{ company_id: 1, idempotency_key: 1 }, { unique: true }],
]);
