import { z } from 'zod';
import { Channel } from './channel';
import { Id, Timestamp } from './common';

/** Creates the template, or a new version of it. Liquid: `{{ lead.name }}`, `{{ product.name }}`, `{{ unsubscribe_url }}`. */
export const PutTemplate = z
  .strictObject({
    template_id: z
      .string()
      .max(100)
      .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, - and _'),
    channel: Channel,
    name: z.string().trim().min(1).max(200),
    subject: z.string().min(1).max(200).optional(),
    html: z.string().max(500_000).optional(),
    text: z.string().max(100_000).optional(),
    /** Values for variables a message does not bring. */
    defaults: z.record(z.string(), z.unknown()).default({}),
  })
  .superRefine((template, context) => {
    if (template.channel === 'email' && !template.subject)
      context.addIssue({ code: 'custom', path: ['subject'], message: 'an e-mail template needs a subject' });
    if (!template.html && !template.text)
      context.addIssue({ code: 'custom', path: ['text'], message: 'give html, text or both' });
  })
  .meta({ id: 'PutTemplate' });
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
