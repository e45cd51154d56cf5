import { Schema, type Connection } from 'mongoose';
import type { Channel } from '@lead-nurturing/contracts/common/channel';
import type { MessageStatus } from '@lead-nurturing/contracts/messages/message';
import type { SequenceContext } from '@lead-nurturing/contracts/sequences/sequence';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';
import type { Content } from '../templates/render-email';

/** A message and its place in the queue: this collection is the queue. */
export interface MessageDocument {
  _id: string;
  company_id: string;
  /** What it is the one message for, for good. */
  idempotency_key: string;
  lead_id: string;
  person_id: string | null;
  product_id: string;
  channel: Channel;
  template_id: string;
  template_version: number;
  recipient: { email: string; name: string | null };
  /** As in suppressions. */
  address_hash: string;
  /** Rendered when it was accepted; null when that failed. */
  content: Content | null;
  sequence: SequenceContext | null;
  status: MessageStatus;
  reason: string | null;
  history: { status: MessageStatus; at: Date; reason: string | null }[];
  attempts: number;
  next_attempt_at: Date;
  /** Who has taken it to hand it over: a new one each time. */
  claim: string | null;
  submitting_since: Date | null;
  provider: string | null;
  provider_id: string | null;
  opened_at: Date | null;
  clicked_at: Date | null;
  clicked_links: number[];
  unsubscribed_at: Date | null;
  last_engaged_at: Date | null;
  created_at: Date;
  updated_at: Date;
}

const text = { type: String, required: true } as const;
const time = { type: Date, required: true } as const;
const optionalText = { type: String, default: null } as const;
const optionalTime = { type: Date, default: null } as const;
const anything = { type: Schema.Types.Mixed, default: null } as const;

const schema = defineSchema<MessageDocument>(
  {
    _id: text,
    company_id: text,
    idempotency_key: text,
    lead_id: text,
    person_id: optionalText,
    product_id: text,
    channel: text,
    template_id: text,
    template_version: { type: Number, required: true },
    recipient: anything,
    address_hash: text,
    content: anything,
    sequence: anything,
    status: text,
    reason: optionalText,
    history: { type: Schema.Types.Mixed, required: true },
    attempts: { type: Number, default: 0 },
    next_attempt_at: time,
    claim: optionalText,
    submitting_since: optionalTime,
    provider: optionalText,
    provider_id: optionalText,
    opened_at: optionalTime,
    clicked_at: optionalTime,
    clicked_links: { type: [Number], required: true },
    unsubscribed_at: optionalTime,
    last_engaged_at: optionalTime,
    created_at: time,
    updated_at: time,
  },
  [
    // Partial: as long as the queue, not as long as history.
    [{ channel: 1, status: 1, next_attempt_at: 1 }, { partialFilterExpression: { status: 'queued' } }],
    [{ channel: 1, status: 1, submitting_since: 1 }, { partialFilterExpression: { status: 'submitting' } }],
    [{ company_id: 1, lead_id: 1 }],
    // Partial: the first messages did not keep their key.
    [
      { company_id: 1, idempotency_key: 1 },
      { unique: true, partialFilterExpression: { idempotency_key: { $exists: true } } },
    ],
  ],
);

export const messageModel = (connection: Connection) =>
  connection.model<MessageDocument>('Message', schema, 'messages');
