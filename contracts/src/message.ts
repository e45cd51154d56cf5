import { z } from 'zod';
import { Channel } from './channel';
import { Id, IdempotencyKey, Timestamp } from './common';
import { Email, Phone } from './person';

/** Which step of which sequence a message belongs to. */
export const SequenceContext = z
  .strictObject({
    enrollment_id: Id,
    sequence_code: z.string().max(100),
    sequence_version: z.number().int(),
    step_number: z.number().int(),
  })
  .meta({ id: 'SequenceContext' });
export type SequenceContext = z.infer<typeof SequenceContext>;

export const SendMessage = z
  .strictObject({
    idempotency_key: IdempotencyKey,
    lead_id: Id,
    person_id: Id.optional(),
    product_id: Id,
    channel: Channel,
    template_id: Id,
    recipient: z.strictObject({
      email: Email.optional(),
      phone: Phone.optional(),
      name: z.string().max(200).optional(),
    }),
    /** What the template may name, e.g. `{ lead: { name }, product: { name } }`. */
    variables: z.record(z.string(), z.unknown()).default({}),
    sequence: SequenceContext.optional(),
  })
  .refine((message) => message.channel !== 'email' || message.recipient.email, {
    message: 'an e-mail needs an address',
    path: ['recipient', 'email'],
  })
  .meta({ id: 'SendMessage' });
export type SendMessage = z.infer<typeof SendMessage>;

/**
 * `queued → submitting → submitted`, or `skipped` (we decided not to), `failed` (refused, or given up on: a dead letter),
 * `unknown` (a crash between handing over and recording: never sent again by itself).
 */
export const MessageStatus = z
  .enum(['queued', 'submitting', 'submitted', 'skipped', 'failed', 'unknown'])
  .meta({ id: 'MessageStatus' });
export type MessageStatus = z.infer<typeof MessageStatus>;

export const Message = z
  .object({
    id: Id,
    lead_id: Id,
    product_id: Id,
    channel: Channel,
    template_id: Id,
    template_version: z.number().int(),
    status: MessageStatus,
    /** Why it was skipped or failed. */
    reason: z.string().nullable(),
    attempts: z.number().int(),
    provider: z.string().nullable(),
    provider_id: z.string().nullable(),
    sequence: SequenceContext.nullable(),
    /** Each status with its time, oldest first. */
    history: z.array(z.object({ status: MessageStatus, at: Timestamp, reason: z.string().nullable() })),
    opened_at: Timestamp.nullable(),
    clicked_at: Timestamp.nullable(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof Message>;

export const MessageAccepted = z
  .object({ result: z.enum(['accepted', 'duplicate']), message: Message })
  .meta({ id: 'MessageAccepted' });
export type MessageAccepted = z.infer<typeof MessageAccepted>;
