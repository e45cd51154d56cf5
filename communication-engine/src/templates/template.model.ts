import { z } from 'zod';
import { Channel } from '@lead-nurturing/contracts/common/channel';
import { defineModel } from '@lead-nurturing/service-kit/mongo/model';

/** The latest version of a template. A message stores its rendered content, so earlier versions are not needed. */
export const TemplateDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  template_id: z.string(),
  version: z.number(),
  channel: Channel,
  name: z.string(),
  subject: z.string().nullable(),
  html: z.string().nullable(),
  text: z.string().nullable(),
  defaults: z.record(z.string(), z.unknown()),
  created_at: z.date(),
  updated_at: z.date(),
});
export type TemplateDocument = z.infer<typeof TemplateDocument>;

export const templateModel = defineModel('templates', TemplateDocument, [
  [{ company_id: 1, template_id: 1 }, { unique: true }],
]);
