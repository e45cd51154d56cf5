import { z } from 'zod';
import { Channel } from '../common/channel';
import { Id, Timestamp } from '../common/common';

export const PutTemplate = z
  .strictObject({
    template_id: z
      .string()
      .max(100)
      .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, - and _')
      .meta({ description: 'Your own name for it, by which steps and messages ask for it: letters, digits, - and _.' }),
    channel: Channel.meta({ description: 'There are only templates for `email` so far.' }),
    name: z.string().trim().min(1).max(200).meta({ description: 'For your own people; nobody else sees it.' }),
    subject: z.string().min(1).max(200).optional().meta({ description: 'In Liquid; an e-mail template needs one.' }),
    html: z.string().max(500_000).optional().meta({
      description: 'In Liquid, with the variables escaped. Links in it are tracked. Give html, text or both.',
    }),
    text: z.string().max(100_000).optional().meta({ description: 'In Liquid; left out, it is made from the html.' }),
    defaults: z
      .record(z.string(), z.unknown())
      .default({})
      .meta({ description: 'Values for variables a message does not bring.' }),
  })
  .superRefine((template, context) => {
    if (template.channel === 'email' && !template.subject)
      context.addIssue({ code: 'custom', path: ['subject'], message: 'an e-mail template needs a subject' });
    if (!template.html && !template.text)
      context.addIssue({ code: 'custom', path: ['text'], message: 'give html, text or both' });
  })
  .meta({
    id: 'PutTemplate',
    description:
      'Creates the template, or a new version of it. Liquid: `{{ lead.name }}`, `{{ product.name }}`, `{{ unsubscribe_url }}`.',
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
