import { z } from 'zod';
import { Channel } from '../common/channel';
import { Id, Timestamp } from '../common/common';
import { TrimmedLine } from '../common/text';

/** Largest template source in bytes of UTF-8: subject, html and text together. */
const MAX_SOURCE_BYTES = 262_144;

const bytesOf = (text: string | undefined) => new TextEncoder().encode(text ?? '').length;

export const PutTemplate = z
  .strictObject({
    template_id: z
      .string()
      .max(100)
      .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, - and _')
      .meta({
        description: 'Your name for the template, which steps and messages refer to: letters, digits, - and _.',
      }),
    channel: Channel.meta({ description: 'Only `email` templates are supported so far.' }),
    name: TrimmedLine.min(1).max(200).meta({ description: 'Title for your own staff; recipients never see it.' }),
    subject: z.string().min(1).max(200).optional().meta({ description: 'Liquid. Required for an e-mail template.' }),
    html: z.string().max(MAX_SOURCE_BYTES).optional().meta({
      description:
        'Liquid; variables are escaped, and web links are tracked. A template has html, text or both. Subject, html and text together are at most 256 kB of UTF-8 and 5,000 Liquid tags each.',
    }),
    text: z
      .string()
      .max(100_000)
      .optional()
      .meta({ description: 'Liquid. Without it, the text is made from the html.' }),
    defaults: z
      .record(z.string(), z.unknown())
      .default({})
      .meta({ description: 'Values of variables that a message does not give.' }),
  })
  .superRefine((template, context) => {
    if (template.channel === 'email' && !template.subject)
      context.addIssue({ code: 'custom', path: ['subject'], message: 'an e-mail template needs a subject' });
    if (!template.html && !template.text)
      context.addIssue({ code: 'custom', path: ['text'], message: 'give html, text or both' });
    if (bytesOf(template.subject) + bytesOf(template.html) + bytesOf(template.text) > MAX_SOURCE_BYTES)
      context.addIssue({ code: 'custom', path: ['html'], message: 'subject, html and text together exceed 256 kB' });
  })
  .meta({
    id: 'PutTemplate',
    anyOf: [{ required: ['html'] }, { required: ['text'] }],
    if: { properties: { channel: { const: 'email' } } },
    then: { properties: { subject: {} }, required: ['subject'] },
    description:
      'Creates a template, or a new version of it. Usual variables: `{{ lead.name }}`, `{{ product.name }}`, `{{ unsubscribe_url }}`.',
    examples: [
      {
        template_id: 'analytics-welcome',
        channel: 'email',
        name: 'Analytics: welcome',
        subject: 'Welcome to {{ product.name }}',
        html: '<p>Hi {{ lead.first_name }}, <a href="https://analytics.brightline.example/start">start here</a>.</p><p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p>',
        defaults: { lead: { first_name: 'there' }, product: { name: 'Brightline Analytics' } },
      },
    ],
  });
export type PutTemplate = z.infer<typeof PutTemplate>;

export const Template = z
  .object({
    template_id: Id,
    version: z.number().int(),
    channel: Channel,
    name: z.string(),
    subject: z.string().nullable(),
    html: z.string().nullable(),
    text: z.string().nullable(),
    defaults: z.record(z.string(), z.unknown()),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Template' });
export type Template = z.infer<typeof Template>;

export const TemplateSaved = z
  .object({ result: z.enum(['created', 'updated', 'unchanged']), template: Template })
  .meta({ id: 'TemplateSaved' });
export type TemplateSaved = z.infer<typeof TemplateSaved>;
