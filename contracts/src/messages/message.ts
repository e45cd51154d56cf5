import { z } from 'zod';
import { Channel } from '../common/channel';
import { Id, IdempotencyKey, Timestamp } from '../common/common';
import { SingleLine } from '../common/text';
import { Email, Phone } from '../leads/person';
import { SequenceContext } from '../sequences/sequence';

export const SendMessage = z
  .strictObject({
    idempotency_key: IdempotencyKey,
    lead_id: Id.meta({ description: 'The lead that the message is for, by its `id` in the Lead Tracker.' }),
    person_id: Id.optional().meta({ description: "The lead's person, by its `id` in the Lead Tracker." }),
    product_id: Id.meta({ description: 'The product that the lead is for.' }),
    channel: Channel.meta({ description: 'Only `email` is supported so far.' }),
    template_id: Id.meta({
      description: 'An existing template. Its latest version is rendered when the message is accepted.',
    }),
    recipient: z
      .strictObject({
        email: Email.optional(),
        phone: Phone.optional(),
        name: SingleLine.max(200).optional().meta({ description: 'The name in the `To:` header.' }),
      })
      .meta({ description: 'The address of the message; an e-mail needs `email`.' }),
    variables: z.record(z.string(), z.unknown()).default({}).meta({
      description:
        'Values for the template, e.g. `{ lead: { name }, product: { name } }`. A variable without a value or default fails the message.',
    }),
    sequence: SequenceContext.optional(),
  })
  .refine((message) => message.channel !== 'email' || message.recipient.email, {
    message: 'an e-mail needs an address',
    path: ['recipient', 'email'],
  })
  .meta({
    id: 'SendMessage',
    if: { properties: { channel: { const: 'email' } } },
    then: { properties: { recipient: { properties: { email: {} }, required: ['email'] } } },
    examples: [
      {
        idempotency_key: 'welcome:5132',
        lead_id: '01980f3e-7c1a-7b52-9d41-3a6f0c2e8b17',
        product_id: 'analytics-suite',
        channel: 'email',
        template_id: 'analytics-first-dashboard',
        recipient: { email: 'grace.okafor@acme.example', name: 'Grace Okafor' },
        variables: { lead: { first_name: 'Grace' }, product: { name: 'Brightline Analytics' } },
      },
    ],
  });
export type SendMessage = z.infer<typeof SendMessage>;

export const MessageStatus = z.enum(['queued', 'submitting', 'submitted', 'skipped', 'failed', 'unknown']).meta({
  id: 'MessageStatus',
  description:
    '`queued → submitting → submitted`, or `skipped` (we decided not to), `failed` (refused by the provider, or given up after retries, which makes a dead letter), `unknown` (the provider may have the message, for example after a crash; it is never sent again automatically).',
});
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
    reason: z.string().nullable().meta({ description: 'Why the message was skipped, deferred or failed.' }),
    attempts: z.number().int(),
    provider: z.string().nullable(),
    provider_id: z.string().nullable(),
    sequence: SequenceContext.nullable(),
    history: z
      .array(z.object({ status: MessageStatus, at: Timestamp, reason: z.string().nullable() }))
      .meta({ description: 'Each status with its time, oldest first.' }),
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
