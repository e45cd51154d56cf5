import { z } from 'zod';
import { Channel } from '@lead-nurturing/contracts/common/channel';
import { defineModel } from '@lead-nurturing/service-kit/mongo/model';

/** No message may be sent to this address on this channel. */
export const SuppressionDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  channel: Channel,
  address_hash: z.string(),
  reason: z.enum(['unsubscribed']),
  /** The message that the person unsubscribed with. */
  message_id: z.string(),
  created_at: z.date(),
});
export type SuppressionDocument = z.infer<typeof SuppressionDocument>;

export const suppressionModel = defineModel('suppressions', SuppressionDocument, [
  [{ company_id: 1, channel: 1, address_hash: 1 }, { unique: true }],
]);
