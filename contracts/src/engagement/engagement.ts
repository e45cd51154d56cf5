import { z } from 'zod';
import { Channel } from '../common/channel';
import { Id, Timestamp } from '../common/common';

const Counts = z.object({
  submitted: z.number().int(),
  opened: z.number().int(),
  clicked: z.number().int(),
  unsubscribed: z.number().int(),
});

export const Engagement = z
  .object({
    lead_id: Id,
    channels: z.partialRecord(Channel, Counts),
    last_engaged_at: Timestamp.nullable(),
  })
  .meta({
    id: 'Engagement',
    description:
      'What a lead did with its messages. Each message counts once per kind, even if it was opened several times.',
  });
export type Engagement = z.infer<typeof Engagement>;
