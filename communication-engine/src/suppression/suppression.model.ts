import type { Connection } from 'mongoose';
import type { Channel } from '@lead-nurturing/contracts/common/channel';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';

/** Never write to this address on this channel. */
export interface SuppressionDocument {
  _id: string;
  company_id: string;
  channel: Channel;
  address_hash: string;
  reason: 'unsubscribed';
  /** The message the person answered. */
  message_id: string;
  created_at: Date;
}

const text = { type: String, required: true } as const;

const schema = defineSchema<SuppressionDocument>(
  {
    _id: text,
    company_id: text,
    channel: text,
    address_hash: text,
    reason: text,
    message_id: text,
    created_at: { type: Date, required: true },
  },
  [[{ company_id: 1, channel: 1, address_hash: 1 }, { unique: true }]],
);

export const suppressionModel = (connection: Connection) =>
  connection.model<SuppressionDocument>('Suppression', schema, 'suppressions');
