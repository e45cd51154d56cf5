import { isDeepStrictEqual } from 'node:util';
import type { Channel } from '@lead-nurturing/contracts/common/channel';
import type { PutTemplate, Template, TemplateSaved } from '@lead-nurturing/contracts/templates/template';
import { NotFoundError, ValidationError } from '@lead-nurturing/service-kit/errors';
import type { InTransaction } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { Renderer } from './render.host';
import type { TemplateDocument } from './template.model';
import type { TemplateStore } from './template.store';

export type TemplateService = ReturnType<typeof createTemplateService>;

interface TemplatesDeps {
  templates: TemplateStore;
  renderer: Pick<Renderer, 'syntaxErrors'>;
  inTransaction: InTransaction;
  clock: Clock;
  newId: () => string;
}

const contentOf = ({ channel, name, subject, html, text, defaults }: PutTemplate | TemplateDocument) => ({
  channel,
  name,
  subject: subject ?? null,
  html: html ?? null,
  text: text ?? null,
  defaults,
});

const toTemplate = (template: TemplateDocument): Template => ({
  template_id: template.template_id,
  version: template.version,
  ...contentOf(template),
  created_at: template.created_at.toISOString(),
  updated_at: template.updated_at.toISOString(),
});

export function createTemplateService({ templates, renderer, inTransaction, clock, newId }: TemplatesDeps) {
  const check = async (template: PutTemplate): Promise<void> => {
    const { channel } = template;
    if (channel !== 'email')
      throw new ValidationError([
        { field: 'channel', message: `${channel} templates are not supported, only email templates` },
      ]);
    const wrong = await renderer.syntaxErrors(contentOf(template));
    if (wrong.length > 0) throw new ValidationError(wrong);
  };

  return {
    /** Stores changed content as a new version; equal content leaves the template as it is. */
    put: async (company: string, put: PutTemplate): Promise<TemplateSaved> => {
      await check(put);
      return inTransaction(async (session) => {
        const now = clock.now();
        const found = await templates.find(company, put.template_id, session);
        if (!found) {
          const fresh = { _id: newId(), company_id: company, template_id: put.template_id, version: 1 };
          const created = { ...fresh, ...contentOf(put), created_at: now, updated_at: now };
          await templates.insert(session, created);
          return { result: 'created', template: toTemplate(created) };
        }
        if (isDeepStrictEqual(contentOf(found), contentOf(put)))
          return { result: 'unchanged', template: toTemplate(found) };
        const updated = { ...found, ...contentOf(put), version: found.version + 1, updated_at: now };
        await templates.replace(session, updated);
        return { result: 'updated', template: toTemplate(updated) };
      });
    },
    get: async (company: string, templateId: string): Promise<Template> => {
      const found = await templates.find(company, templateId);
      if (!found) throw new NotFoundError('template', templateId);
      return toTemplate(found);
    },
    /** The templates of this channel among these ids, by id. */
    ofChannel: async (company: string, channel: Channel, templateIds: readonly string[]) => {
      const found = await templates.findMany(company, channel, templateIds);
      return new Map(found.map((template) => [template.template_id, template]));
    },
  };
}
